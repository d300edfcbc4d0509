import { BookOpen, Folder, FolderOpen, Sprout } from 'lucide-react';
import type { RecentSite } from '../../src-main/common/site/site.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { sinceWords } from '../list/dates.ts';
import './start-screen.css';

/** The window without a blog: those of before, another folder, or the sample. */
export function StartScreen() {
  const { actions } = useWindow();
  const recent = useWindowState((state) => state.recent);
  return (
    <main className="start">
      <div className="start-column">
        <header className="start-head">
          <Emblem />
          <h1 className="start-title">Galley</h1>
          <p className="start-note">Write, preview and publish the blog in your git repository.</p>
        </header>

        <nav className="start-ways" aria-label="Begin">
          <button type="button" className="start-way" onClick={() => void actions.chooseSite()}>
            <FolderOpen className="icon" aria-hidden />
            <span>
              <span className="start-way-title">Open a blog</span>
              <span className="start-way-note">
                A folder with Jekyll, Hugo, Astro, Eleventy or plain Markdown in it
              </span>
            </span>
          </button>
          <button type="button" className="start-way" onClick={() => actions.showPanel('new-blog')}>
            <Sprout className="icon" aria-hidden />
            <span>
              <span className="start-way-title">Start a new blog</span>
              <span className="start-way-note">No generator needed: Galley makes the site too</span>
            </span>
          </button>
          <button type="button" className="start-way" onClick={() => void actions.openSample()}>
            <BookOpen className="icon" aria-hidden />
            <span>
              <span className="start-way-title">Try the sample</span>
              <span className="start-way-note">
                An engineering blog on this computer: write and publish, nobody sees it
              </span>
            </span>
          </button>
        </nav>

        {recent && recent.length > 0 && <Recent sites={recent} />}
      </div>
    </main>
  );
}

function Recent({ sites }: { sites: readonly RecentSite[] }) {
  const { actions } = useWindow();
  return (
    <section className="start-recent" aria-labelledby="recent-blogs">
      <h2 id="recent-blogs" className="start-recent-title">
        Recent blogs
      </h2>
      <ul>
        {sites.map((site) => (
          <li key={site.root}>
            <button
              type="button"
              className="start-recent-site"
              onClick={() => void actions.openSite(site.root)}
            >
              <Folder className="icon" aria-hidden />
              <span className="start-recent-name">{site.name}</span>
              <span className="start-recent-root" title={site.root}>
                <bdi>{site.root}</bdi>
              </span>
              <time className="start-recent-since" dateTime={site.openedAt}>
                {sinceWords(site.openedAt)}
              </time>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Emblem() {
  return (
    <svg className="start-emblem" viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="14" className="start-emblem-ground" />
      <path d="M18 20h28M18 30h28M18 40h17" className="start-emblem-lines" />
      <path d="M40 46l4.5 4.5L53 39" className="start-emblem-tick" />
    </svg>
  );
}
