import { pageAddress } from './addresses.ts';
import type {
  PageModel,
  PaginatorModel,
  PostEntryModel,
  SiteModel,
  TemplateName,
  YearModel,
} from './model.ts';
import { ownFiles, type PlannedPost, type PlannedTag, type SitePlan } from './plan-site.ts';
import type { SiteConfig } from './site-config.ts';

/** A page that is made of lists. Addresses have the site's base. */
export interface PageTask {
  template: TemplateName;
  /** Relative to the output folder. */
  file: string;
  page: Omit<PageModel, 'head' | 'kind'>;
  /** Addresses of its neighbours in a long list. */
  previous: string | undefined;
  next: string | undefined;
  /** What the template sees besides `site` and `page`. */
  data: Readonly<Record<string, unknown>>;
}

/** What lists are made of. */
export interface ListSources {
  plan: SitePlan;
  config: SiteConfig;
  site: SiteModel;
  /** A post as lists show it. */
  entryOf(post: PlannedPost): PostEntryModel;
}

/** The archive of a blog with more posts than this lists years only. */
const mostInArchive = 500;

/**
 * Every page but posts and pages of the author's: home, archive, tags, search, 404. Where the author has a page of their
 * own at the address of a year or a tag, theirs stands.
 */
export function listPages(sources: ListSources): PageTask[] {
  const tasks = [
    ...homePages(sources),
    ...archivePages(sources),
    ...tagPages(sources),
    ...plainPages(sources),
  ];
  const { claims } = sources.plan;
  return tasks.filter(({ file }) => ownFiles.includes(file) || claims.claim(file));
}

function homePages(sources: ListSources): PageTask[] {
  const { plan, config, site } = sources;
  return pagesOf(plan.posts, { folder: '', ...sources }).map(({ posts, paginator, address, ...around }) => ({
    template: 'home',
    file: address.file,
    page: {
      title: paginator.page === 1 ? config.title : `${site.words.page} ${paginator.page}`,
      url: config.base + address.url,
      description: paginator.page === 1 ? config.description : '',
    },
    ...around,
    data: { featured: paginator.page === 1 ? posts[0] : undefined, posts, paginator },
  }));
}

function archivePages({ plan, config, site, entryOf }: ListSources): PageTask[] {
  const isWhole = plan.posts.length <= mostInArchive;
  const years = plan.years.map((year): YearModel & { own: PostEntryModel[]; file: string } => {
    const own = year.posts.map(entryOf);
    const url = config.base + year.address.url;
    const posts = isWhole ? own : [];
    return { year: year.year, url, count: own.length, posts, own, file: year.address.file };
  });
  const undated = isWhole ? plan.posts.filter(({ source }) => source.date === undefined).map(entryOf) : [];
  const shown = years.map(({ year, url, count, posts }) => ({ year, url, count, posts }));
  const all: PageTask = {
    template: 'archive',
    file: 'archive/index.html',
    page: { title: site.words.archive ?? '', url: site.urls.archive, description: '' },
    previous: undefined,
    next: undefined,
    data: { years: shown, undated, total: plan.posts.length },
  };
  const each = years.map(
    ({ year, url, count, own, file }): PageTask => ({
      template: 'archive',
      file,
      page: { title: year, url, description: '' },
      previous: undefined,
      next: undefined,
      data: { years: [{ year, url, count, posts: own }], undated: [], total: count },
    }),
  );
  return [all, ...each];
}

function tagPages(sources: ListSources): PageTask[] {
  const { plan, config, site } = sources;
  const model = ({ name, address, posts }: PlannedTag) => ({
    name,
    url: config.base + address.url,
    count: posts.length,
  });
  const overview: PageTask = {
    template: 'tags',
    file: 'tags/index.html',
    page: { title: site.words.tags ?? '', url: site.urls.tags, description: '' },
    previous: undefined,
    next: undefined,
    data: { tags: plan.tags.map(model) },
  };
  const each = plan.tags.flatMap((tag) =>
    pagesOf(tag.posts, { folder: tag.address.url.slice(1), ...sources }).map(
      ({ posts, paginator, address, ...around }): PageTask => ({
        template: 'tag',
        file: address.file,
        page: { title: tag.name, url: config.base + address.url, description: '' },
        ...around,
        data: { tag: model(tag), posts, paginator },
      }),
    ),
  );
  return [overview, ...each];
}

function plainPages({ config, site }: ListSources): PageTask[] {
  const around = { previous: undefined, next: undefined, data: {} };
  return [
    {
      template: 'search',
      file: 'search/index.html',
      page: { title: site.words.search ?? '', url: site.urls.search, description: '' },
      ...around,
      data: { index: `${config.base}/search.json` },
    },
    {
      template: '404',
      file: '404.html',
      page: { title: site.words.notFound ?? '', url: `${config.base}/404.html`, description: '' },
      ...around,
    },
  ];
}

/** A list in parts. An empty one has one page as well. */
function pagesOf(
  all: readonly PlannedPost[],
  { folder, config, entryOf }: ListSources & { folder: string },
): {
  posts: PostEntryModel[];
  paginator: PaginatorModel;
  address: ReturnType<typeof pageAddress>;
  previous: string | undefined;
  next: string | undefined;
}[] {
  const size = config.postsPerPage;
  const pages = Math.max(1, Math.ceil(all.length / size));
  const addressOf = (page: number) => pageAddress(page === 1 ? `/${folder}` : `/${folder}page/${page}/`);
  const urlOf = (page: number): string | undefined =>
    page < 1 || page > pages ? undefined : config.base + addressOf(page).url;
  return Array.from({ length: pages }, (_, index) => {
    const page = index + 1;
    const around = { previous: urlOf(page - 1), next: urlOf(page + 1) };
    return {
      posts: all.slice(index * size, page * size).map(entryOf),
      paginator: { page, pages, total: all.length, ...around },
      address: addressOf(page),
      ...around,
    };
  });
}
