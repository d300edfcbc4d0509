import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { SiteOutcome } from '../../src-main/common/publish/publish.ts';
import { RawWords } from '../ui/raw-words.tsx';
import './site-part.css';

/** How the built site fared, below how its sources did. */
export function SitePart({ site }: { site: SiteOutcome }) {
  const isGood = site.outcome === 'published' || site.outcome === 'nothing-to-publish';
  const Icon = isGood ? CircleCheck : TriangleAlert;
  return (
    <div className="site-part" data-tone={isGood ? 'good' : 'problem'} role={isGood ? 'status' : 'alert'}>
      <Icon className="icon" aria-hidden />
      <div>
        <p>
          {!isGood && <strong>The texts are published, the site is not. </strong>}
          {site.message}
        </p>
        {!isGood && site.next.map((step) => <p key={step}>{step}</p>)}
        <RawWords words={site.detail} />
      </div>
    </div>
  );
}
