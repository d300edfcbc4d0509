import type { BlogFigures, Incident } from './measure-blog.ts';

/** Fewer than so many of all edits may be refused. */
export const mostRefused = 0.005;

/** Whether no edit went beyond its key, and few were refused. */
export function isFaithful(blogs: readonly BlogFigures[]): boolean {
  const { edits, beyondTheKey, refused } = totalOf(blogs);
  return beyondTheKey.length === 0 && (refused.length === 0 || refused.length / edits < mostRefused);
}

/** One row a blog and one in total, and below them what happened where. */
export function reportLines(blogs: readonly BlogFigures[]): string[] {
  const rows = [...blogs, totalOf(blogs)].map(rowOf);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    line(headings),
    ...rows.map(line),
    ...details('Changed beyond the key', blogs, (blog) => blog.beyondTheKey),
    ...details('Refused', blogs, (blog) => blog.refused),
    ...details('Unreadable, so edited as text only', blogs, (blog) => blog.unreadable),
  ];
}

const headings = [
  'blog',
  'convention',
  'files',
  'edits',
  'beyond the key',
  'refused',
  'refused %',
  'unreadable',
];

function rowOf({ name, convention, files, edits, beyondTheKey, refused, unreadable }: BlogFigures): string[] {
  const share = edits === 0 ? 0 : (refused.length / edits) * 100;
  const unreadableFiles = new Set(unreadable.map(({ path }) => path)).size;
  const counts = [files, edits, beyondTheKey.length, refused.length];
  return [name, convention, ...counts.map(String), share.toFixed(2), String(unreadableFiles)];
}

function totalOf(blogs: readonly BlogFigures[]): BlogFigures {
  const sum = (count: (blog: BlogFigures) => number) => blogs.reduce((all, blog) => all + count(blog), 0);
  const incidents = (of: (blog: BlogFigures) => Incident[]) =>
    blogs.flatMap((blog) => of(blog).map((one) => ({ ...one, path: `${blog.name}/${one.path}` })));
  return {
    name: 'in total',
    convention: '',
    files: sum(({ files }) => files),
    edits: sum(({ edits }) => edits),
    beyondTheKey: incidents(({ beyondTheKey }) => beyondTheKey),
    refused: incidents(({ refused }) => refused),
    unreadable: incidents(({ unreadable }) => unreadable),
  };
}

function details(
  heading: string,
  blogs: readonly BlogFigures[],
  of: (blog: BlogFigures) => Incident[],
): string[] {
  const incidents = blogs.flatMap((blog) =>
    of(blog).map(({ path, what, reason }) => `  ${blog.name}/${path}${what && ` (${what})`}: ${reason}`),
  );
  if (incidents.length === 0) return [];
  const more = incidents.length > mostDetails ? [`  … and ${incidents.length - mostDetails} more`] : [];
  return ['', `${heading}:`, ...incidents.slice(0, mostDetails), ...more];
}

const mostDetails = 60;
