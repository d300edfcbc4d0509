import { Liquid } from 'liquidjs';
import { describe, expect, it } from 'vitest';
import { withConstants } from '../../../src-main/core/build/template-constants.ts';

const site = {
  title: 'A & B <i>',
  author: { name: 'Ann Other' },
  sly: '{{ page.secret }}',
  tag: '{% assign site = 1 %}',
  empty: '',
  blank: ' x ',
  url: '/blog/',
  menu: [{ title: 'One' }],
};
const assets = { 'style.css': '/theme/style-1.css', 'odd.css': '/theme/"odd".css' };

function rendered(templates: Record<string, string>): string {
  const engine = new Liquid({ templates, outputEscape: 'escape', ownPropertyOnly: true });
  engine.registerFilter('asset', (name: string) => assets[name as keyof typeof assets] ?? '');
  return engine.renderFileSync('post', { site, page: { secret: 'hidden' } }) as string;
}

const same: [behaviour: string, templates: Record<string, string>][] = [
  ['plain values', { post: '<a href="{{ site.url }}">{{site.author.name}}</a>{{ \'style.css\' | asset }}' }],
  ['values with markup', { post: "{{ site.title }} {{ 'odd.css' | asset }} {{ 'none.css' | asset }}" }],
  ['values that look like tags', { post: '{{ site.sly }}{{ site.tag }}{{ site.url }}' }],
  [
    'empty values and blanks beside tags',
    {
      post: 'a {{ site.empty }} {%- if site.url %} b{% endif %}{{ site.blank }} {%- if site.url %}c{% endif %}',
    },
  ],
  [
    'fields of prototypes',
    { post: '{{ site.constructor.name }}{{ site.title.length }}{{ site.none.more }}' },
  ],
  [
    'verbatim parts',
    { post: '{% raw %}{{ site.url }}{% endraw %}{% comment %}{{ site.url }}{% endcomment %}' },
  ],
  ['another meaning of the name', { post: '{% assign site = page %}{{ site.url }}{{ site.secret }}' }],
  ['a loop of that name', { post: '{% for site in site.menu %}{{ site.title }}{{ site.url }}{% endfor %}' }],
  [
    'partials, given the site or not',
    {
      post: "{% render 'part' %}{% render 'part', site: page %}{% render 'part', site: site %}",
      part: '[{{ site.url }}]',
    },
  ],
  [
    'partials by a name that is not written',
    { post: "{% assign name = 'part' %}{% render name %}", part: '[{{ site.url }}]' },
  ],
  [
    'layouts',
    {
      post: "{% layout 'base' %}{% block main %}{{ site.url }}{% endblock %}",
      base: '<b>{{ site.author.name }}</b>{% block main %}{% endblock %}',
    },
  ],
];

describe('what is the same on each page', () => {
  it.each(same)('changes nothing of what a template renders to: %s', (_, templates) => {
    expect(rendered(withConstants(templates, { site, assets }))).toBe(rendered(templates));
  });

  it('is in the text of templates and layouts, where no other meaning is possible', () => {
    const texts = withConstants(
      {
        post: "{{ site.url }} {{ site.title }} {{ 'style.css' | asset }}",
        part: '{{ site.url }}',
        list: "{% render 'part' %}",
      },
      { site, assets },
    );
    expect(texts.post).toBe('/blog/ {{ site.title }} /theme/style-1.css');
    expect(texts.part).toBe('{{ site.url }}');
  });
});
