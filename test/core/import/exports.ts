import { crc32 } from 'node:zlib';

/** One entry of an export of WordPress. */
export interface WordPressItem {
  title: string;
  link?: string;
  content?: string;
  excerpt?: string;
  id: number;
  date?: string;
  dateGmt?: string;
  name?: string;
  status?: string;
  type?: string;
  password?: string;
  attachment?: string;
  parent?: number;
  categories?: readonly string[];
  tags?: readonly string[];
  meta?: Record<string, string>;
}

const data = (text: string) => `<![CDATA[${text}]]>`;

/** A WXR file, as WordPress 6 gives it out. */
export function wordPressExport(site: string, items: readonly WordPressItem[]): string {
  return `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Harbour</title>
<link>${site}</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>${site}</wp:base_site_url>
<wp:base_blog_url>${site}</wp:base_blog_url>
<wp:category><wp:term_id>1</wp:term_id><wp:cat_name>${data('Boats')}</wp:cat_name></wp:category>
${items.map(itemText).join('\n')}
</channel>
</rss>
`;
}

function itemText(item: WordPressItem): string {
  const meta = Object.entries(item.meta ?? {}).map(
    ([key, value]) =>
      `<wp:postmeta><wp:meta_key>${data(key)}</wp:meta_key><wp:meta_value>${data(value)}</wp:meta_value></wp:postmeta>`,
  );
  const terms = [
    ...(item.categories ?? []).map(
      (name) => `<category domain="category" nicename="c">${data(name)}</category>`,
    ),
    ...(item.tags ?? []).map((name) => `<category domain="post_tag" nicename="t">${data(name)}</category>`),
  ];
  return `<item>
<title>${data(item.title)}</title>
<link>${item.link ?? ''}</link>
<guid isPermaLink="false">https://old.example/?p=${item.id}</guid>
<dc:creator>${data('ada')}</dc:creator>
<description></description>
<content:encoded>${data(item.content ?? '')}</content:encoded>
<excerpt:encoded>${data(item.excerpt ?? '')}</excerpt:encoded>
<wp:post_id>${item.id}</wp:post_id>
<wp:post_date>${data(item.date ?? '2019-05-01 10:00:00')}</wp:post_date>
<wp:post_date_gmt>${data(item.dateGmt ?? '2019-05-01 08:00:00')}</wp:post_date_gmt>
<wp:post_name>${data(item.name ?? '')}</wp:post_name>
<wp:status>${item.status ?? 'publish'}</wp:status>
<wp:post_parent>${item.parent ?? 0}</wp:post_parent>
<wp:post_type>${item.type ?? 'post'}</wp:post_type>
<wp:post_password>${data(item.password ?? '')}</wp:post_password>
${item.attachment ? `<wp:attachment_url>${data(item.attachment)}</wp:attachment_url>` : ''}
${[...terms, ...meta].join('\n')}
</item>`;
}

/** A page as Medium gives it out. */
export function mediumPage(post: {
  title: string;
  subtitle?: string;
  date?: string;
  canonical?: string;
  body: string;
}): string {
  const { title, subtitle = '', date, canonical, body } = post;
  return `<!DOCTYPE html><html><head><title>${title}</title><style>* { margin: 0 }</style></head><body>
<article class="h-entry"><header><h1 class="p-name">${title}</h1></header>
<section data-field="subtitle" class="p-summary">${subtitle}</section>
<section data-field="body" class="e-content"><section class="section section--body section--first">
<div class="section-divider"><hr class="section-divider"></div>
<div class="section-content"><div class="section-inner">
<h3 name="a" class="graf graf--h3 graf--leading graf--title">${title}</h3>${body}</div></div></section></section>
<footer>${date ? `<p><time class="dt-published" datetime="${date}">a day</time></p>` : ''}${canonical ? `<p><a href="${canonical}" class="p-canonical">Canonical link</a></p>` : ''}</footer></article></body></html>`;
}

/** A ZIP file that holds these files, not compressed. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const bytes = Buffer.from(content);
    // Version, flags (names in UTF-8), method, time, date, checksum, both sizes, lengths of name and extra field.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x0800, 2);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\u0003\u0004'), shared, name, bytes);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), shared, place, name);
    at += 30 + name.length + bytes.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}
