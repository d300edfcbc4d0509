import { atomFeed, type Feed, type FeedPost, jsonFeed, rssFeed } from '../../common/build/feeds.ts';
import { originOf } from '../../common/build/head.ts';
import type { PostEntryModel, SiteModel } from '../../common/build/model.ts';
import { robots, searchIndex, sitemap } from '../../common/build/plain-files.ts';
import type { PlannedPost, SitePlan } from '../../common/build/plan-site.ts';
import type { OutputWriter } from './output-writer.ts';
import type { PostRecord } from './render-post.ts';
import { type Build, put } from './run-build.ts';

/** Writes feeds, sitemap, robots.txt and the index of the search. */
export function plainFiles({
  build,
  plan,
  files,
  writer,
  site,
  entryOf,
  records,
}: {
  build: Build;
  plan: SitePlan;
  files: Map<string, string>;
  writer: OutputWriter;
  site: SiteModel;
  entryOf(post: PlannedPost): PostEntryModel;
  records: ReadonlyMap<string, PostRecord>;
}): void {
  const { config } = build.sources;
  const origin = originOf(config);
  const old = build.output.files();
  const add = (file: string, content: string): void => put({ files, writer, old }, file, content);
  add(
    'search.json',
    searchIndex(
      plan.posts.map((post) => {
        const { title, url, date, description, tags } = entryOf(post);
        const text = records.get(post.source.path)?.facts.text ?? '';
        return [title, url, date?.text ?? '', description, tags.map(({ name }) => name).join(', '), text];
      }),
    ),
  );
  // Pages that begin with `_` are kept by GitHub only where this file is.
  add('.nojekyll', '');
  if (build.isDefault) add('.gitignore', '*\n');
  add('robots.txt', robots(config.robots, origin === '' ? '' : `${origin}${config.base}/sitemap.xml`));
  if (origin === '') return;
  const posts = feedPosts();
  const feed = (file: string): Feed => ({
    home: origin + site.url,
    self: `${origin}${config.base}/${file}`,
    posts,
  });
  add('atom.xml', atomFeed(feed('atom.xml'), config));
  add('rss.xml', rssFeed(feed('rss.xml'), config));
  add('feed.json', jsonFeed(feed('feed.json'), config));
  const changed = ({ source }: PlannedPost) => records.get(source.path)?.facts.updated ?? source.date;
  add(
    'sitemap.xml',
    sitemap([
      { url: origin + site.urls.home, changed: plan.posts[0]?.source.date },
      ...[...plan.posts, ...plan.pages]
        .filter(({ source }) => !source.draft)
        .map((post) => ({ url: origin + config.base + post.address.url, changed: changed(post) })),
      { url: origin + site.urls.archive, changed: undefined },
      { url: origin + site.urls.tags, changed: undefined },
      ...plan.tags.map(({ address }) => ({ url: origin + config.base + address.url, changed: undefined })),
    ]),
  );

  function feedPosts(): FeedPost[] {
    return plan.posts.slice(0, config.feedPosts).map((post) => {
      const { title, url, description, tags } = entryOf(post);
      const record = records.get(post.source.path);
      return {
        title,
        url: origin + url,
        date: post.source.date,
        updated: record?.facts.updated,
        description,
        tags: tags.map(({ name }) => name),
        content: record?.content ?? '',
      };
    });
  }
}
