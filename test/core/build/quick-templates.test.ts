import { Liquid } from 'liquidjs';
import { describe, expect, it } from 'vitest';
import { quickTemplates, renderAtOnce } from '../../../src-main/core/build/quick-templates.ts';
import { createTemplates } from '../../../src-main/core/build/templates.ts';

const data = {
  post: { title: '<A> & "b" \'c\'', tags: ['x', 'y'], n: 3, zero: 0, empty: '', no: false, none: null },
  list: [{ name: 'one', to: 'post' }, { name: 'two' }],
  key: 'title',
};

function rendered(templates: Record<string, string>, isQuick: boolean): string {
  const engine = new Liquid({
    templates,
    cache: isQuick ? quickTemplates() : true,
    outputEscape: 'escape',
    ownPropertyOnly: true,
    strictFilters: true,
  });
  if (isQuick) renderAtOnce(engine);
  // Twice: parsed, and from the cache.
  return [1, 2].map(() => engine.renderFileSync('post', data) as string).join('\n');
}

const same: [behaviour: string, templates: Record<string, string>][] = [
  [
    'outputs',
    { post: 'a {{ post.title }} {{- post.n -}} b {{ post["title"] }}{{ post.tags[0] }}{{ post.tags }}' },
  ],
  [
    'what is not there',
    { post: '[{{ nothing }}{{ post.nothing.more }}{{ post.none }}{{ post.title.constructor }}]' },
  ],
  [
    'sizes, firsts and lasts',
    { post: '{{ post.tags.size }}{{ post.tags.first }}{{ list.last.name }}{{ post.title.size }}' },
  ],
  ['paths by a value', { post: '{{ post[key] }}{{ post[list[0].to] }}{{ [key] }}' }],
  [
    'filters',
    {
      post: '{{ post.title | raw }}{{ post.title | upcase | slice: 0, 3 }}{{ post.tags | join: "<" }}{{ post.nothing | default: post.n }}',
    },
  ],
  ['literals', { post: '{{ "<x>" }}{{ 4.50 }}{{ true }}{{ nil }}{{ (1..3) }}' }],
  [
    'conditions',
    {
      post: `{% if post.no %}1{% elsif post.zero %}2{% else %}3{% endif %}{% if post.empty %}4{% endif %}{% if post.none %}5{% endif %}
{% if post.n > 2 and post.tags.size == 2 or post.no %}6{% endif %}{% if not post.no %}7{% endif %}{% if post.empty == empty %}8{% endif %}
{% if post.title contains "A" %}9{% endif %}{% if post.nothing == nil %}0{% endif %}{% if post.empty == blank %}b{% endif %}{% if post.title | size %}s{% endif %}`,
    },
  ],
  [
    'loops',
    {
      post: '{% for one in list %}{{ forloop.index }}{{ one.name }}{% if forloop.last %}.{% continue %}{% endif %},{% else %}none{% endfor %}{% for i in (1..9) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}',
    },
  ],
  [
    'cases, unless, captures',
    {
      post: '{% case post.n %}{% when 3 %}<{{ post.n }}>{% endcase %}{% unless post.no %}u{% endunless %}{% capture c %}{{ post.n }}{% endcapture %}{{ c }}{% assign post = list %}{{ post[0].name }}',
    },
  ],
  [
    'verbatim parts',
    { post: '{% raw %}{{ post.title }}{% endraw %}{% comment %}{{ post.title }}{% endcomment %}{% # no %}' },
  ],
  [
    'layouts, blocks and partials',
    {
      post: "{% layout 'base' %}{% block main %}{{ post.n }}{{ block.super }}{% render 'part', one: list[0] %}{% endblock %}",
      base: '<{% block main %}{{ key }}{% endblock %}>',
      part: '{{ one.name }}{{ post.n }}{% if one.to %}!{% endif %}',
    },
  ],
];

describe('quick templates', () => {
  it.each(same)('render %s as the engine does', (_behaviour, templates) => {
    const quick = rendered(templates, true);
    expect(quick).toBe(rendered(templates, false));
    expect(quick).not.toBe('\n');
  });

  it('leave the limits what they are: a loop without an end is stopped, and the line is told', {
    timeout: 60_000,
  }, () => {
    const endless =
      '{% for a in list %}\n{% for i in (1..999999) %}{% for j in (1..999999) %}{{ i }}{% endfor %}{% endfor %}\n{% endfor %}';
    const templates = createTemplates({
      templates: { post: "Before\n{% render 'partials/endless', list: list %}", 'partials/endless': endless },
      assets: {},
      base: '',
      site: {} as never,
    });
    const started = performance.now();
    expect(() => templates.render('post', data)).toThrow(
      /: partials\/endless\.liquid, line 2: it was not done after 4 seconds/,
    );
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
