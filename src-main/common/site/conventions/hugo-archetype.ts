import { textAt, valueAt } from '../configuration.ts';
import type { PostTemplates, SiteSettings } from '../convention.ts';
import type { NewPost } from '../new-post.ts';
import { isIn, join, within } from '../paths.ts';
import { fillActions, type TemplateFacts, type TemplateValue } from './go-template.ts';

/**
 * Hugo's archetypes: what `hugo new content` begins a page as. That of the section goes before the default one, and the
 * site's own before a theme's. Where there are posts to learn from, the section's alone counts.
 * Source: gohugo.io/content-management/archetypes and `create/content.go` of Hugo 0.111.
 */
export const archetypes: PostTemplates = {
  paths(folder, settings, hasPosts) {
    const section = sectionOf(folder, settings);
    const places = [textAt(settings.data, 'archetypedir') ?? 'archetypes', ...themesOf(settings)];
    const named = (name: string): string[] => places.map((place) => join(place, name));
    const own = section === undefined ? [] : [`${section}.md`, `${section}/index.md`].flatMap(named);
    return hasPosts ? own : [...own, ...named('default.md'), ...named('default/index.md')];
  },
  fill: (text, post, { folder, settings }) =>
    fillActions(text, factsOf(post, sectionOf(folder, settings) ?? '', settings)),
};

function sectionOf(folder: string, { content }: SiteSettings): string | undefined {
  const root = content.find((each) => isIn(each.folder, folder))?.folder;
  const [first = '.'] = root === undefined ? [] : within(root, folder).split('/');
  return first === '.' ? undefined : first;
}

function themesOf({ data }: SiteSettings): string[] {
  const themes = textAt(data, 'themesdir') ?? 'themes';
  return [data.theme]
    .flat()
    .filter((name) => typeof name === 'string')
    .map((name) => join(themes, name, 'archetypes'));
}

/** What a template can ask of the page and of the site. */
function factsOf(post: NewPost, section: string, settings: SiteSettings): TemplateFacts {
  const ofPage = new Map<string, TemplateValue>(
    Object.entries({
      date: post.date,
      name: post.slug,
      type: section,
      section,
      'file.contentbasename': post.slug,
      'file.translationbasename': post.slug,
      'file.basefilename': post.slug,
      'file.logicalname': `${post.slug}.md`,
    }),
  );
  return {
    now: post.date,
    valueOf(path) {
      const key = path.toLowerCase();
      if (!key.startsWith('site.')) return ofPage.get(key);
      const value = key === 'site.title' ? settings.title : valueAt(settings.data, key.slice('site.'.length));
      return typeof value === 'string' || typeof value === 'number' ? value : undefined;
    },
  };
}
