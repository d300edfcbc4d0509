import { describe, expect, it } from 'vitest';
import { fillActions } from '../../../src-main/common/site/conventions/go-template.ts';

const now = { year: 2024, month: 5, day: 1, hour: 15, minute: 4, second: 5, offset: 120 };
const facts = {
  now,
  valueOf: (path: string) =>
    new Map<string, string | typeof now>([
      ['Name', 'my-first-post'],
      ['Date', now],
    ]).get(path),
};
const filled = (text: string) => fillActions(text, facts);

describe('fillActions', () => {
  // As Hugo 0.111 writes them.
  it.each([
    ['{{ .Name }}', 'my-first-post'],
    ['{{ replace .Name "-" " " | title }}', 'My First Post'],
    ['{{ replace .Name `-` ` ` | title }}', 'My First Post'],
    ['{{ strings.Replace .Name "-" "_" }}', 'my_first_post'],
    ['{{ .Name | humanize }}', 'My first post'],
    ['{{ humanize .Name | upper }}', 'MY FIRST POST'],
    ['{{ (replace .Name "-" "_") | upper }}', 'MY_FIRST_POST'],
    ['{{ trim .Name "my" }}', '-first-post'],
    ['{{ .Date }}', '2024-05-01T15:04:05+02:00'],
    ['{{ now.Format "2006-01-02" }}', '2024-05-01'],
    ['{{ (now).Format "Monday, 2 Jan 06 3:04PM -0700" }}', 'Wednesday, 1 May 24 3:04PM +0200'],
    ['{{ dateFormat "January 02" .Date }}', 'May 01'],
    ['{{ time.Format "2006" now }}', '2024'],
    ['{{ .Date | dateFormat "2006" }}', '2024'],
    ['a\n{{- $t := upper .Name -}}\n b {{ $t }}', 'ab MY-FIRST-POST'],
    ['{{/* a note */}}x', 'x'],
    ['{{< figure src="{a}" >}} {{% note %}}', '{{< figure src="{a}" >}} {{% note %}}'],
    ['title: "{{ partial "x" . }}"', 'title: "title"'],
  ])('%j is %j', (text, wanted) => expect(filled(text)).toBe(wanted));

  it.each([
    '{{ if .Name }}a{{ end }}',
    '{{ range .Pages }}{{ end }}',
    'id: {{ md5 .Name }}',
    '{{ .Unknown }}',
    '{{ replace .Name }}',
    '{{ now }}',
    '{{ title ( }}',
    '{{ .Name | }}',
  ])('leaves %j to Hugo', (text) => expect(filled(text)).toBeUndefined());

  it('stays quick with many openings that are not closed', () => {
    expect(filled('{{ "'.repeat(20_000))).toBe('{{ "'.repeat(20_000));
    expect(filled('{{ ('.repeat(5000) + ' }}'.repeat(10))).toBeUndefined();
  });
});
