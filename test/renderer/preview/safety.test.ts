import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleMessage, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';
import { renderTex } from '../../../src-main/common/markdown/tex.ts';
import { findChromium } from '../../helpers/chromium.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { type OpenPage, origin, startBrowser } from './browser.ts';

const suites = sharedFolder('suites');
const suite = suites ? vectorsOf(join(suites, 'xss/vectors.json')) : [];

/** Attacks of our own, so that this is tested where the suite is not at hand too. */
const own = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<a href="javascript:alert(1)">a</a> <a href=" &#1;java&#9;script:alert(1)">b</a>',
  '[a](javascript:alert(1)) <javascript:alert(1)> ![a](javascript:alert(1))',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe><iframe src=javascript:alert(1)></iframe>',
  '<form action="https://attacker.example/"><input name=a autofocus onfocus=alert(1)><button>b</button></form>',
  '<base href="https://attacker.example/"><link rel=stylesheet href="https://attacker.example/a.css">',
  '<meta http-equiv=refresh content="0;url=https://attacker.example/">',
  '<style>@import "https://attacker.example/a.css"; * { background: url(https://attacker.example/b) }</style>',
  '<div style="position:fixed;inset:0;background:url(https://attacker.example/c)">Sign in</div>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<svg><p><style><g title="</style><img src=x onerror=alert(1)>"></svg>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<math href="javascript:alert(1)"><annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml></math>',
  '<video src="https://attacker.example/d" poster="https://attacker.example/e"><source src="https://attacker.example/f"></video>',
  '<img srcset="https://attacker.example/g 2x" src="https://attacker.example/h" lowsrc="https://attacker.example/i">',
  '<object data="https://attacker.example/j"></object><embed src="https://attacker.example/k">',
  '<table background="https://attacker.example/l"><tr><td background="https://attacker.example/m">n</table>',
  '<img name=getElementById><img name=body><a id=head name=defaultView></a>',
  '<input type=image src="https://attacker.example/o" formaction=javascript:alert(1)>',
  '$\\href{javascript:alert(1)}{x}$ $\\htmlData{a=b}{x}$ $\\includegraphics{https://attacker.example/p}$',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '<x-a onclick=alert(1)>b</x-a><Component onClick={alert(1)} />',
  '{{ "</code><img src=x onerror=alert(1)>" }}',
  '<xmp><img src=x onerror=alert(1)></xmp><plaintext><img src=x onerror=alert(1)>',
  '{{< figure src="javascript:alert(1)" caption="<img src=x onerror=alert(1)>" link="javascript:alert(1)" >}}',
  '{{< youtube id="javascript:alert(1)" title="<script>alert(1)</script>" >}} {% gist "><script>alert(1)</script> %}',
  '{% asset_img x.png "onerror=alert(1)" "><img src=x onerror=alert(1)>" %}',
  ':::tip[<img src=x onerror=alert(1)>]\na\n:::\n\n:::x"><script>alert(1)</script>\na\n:::',
  'a\n{: onclick="alert(1)" style="background:url(https://attacker.example/q)" src="https://attacker.example/r"}',
  '{% raw %}<script>alert(1)</script>{{ <img src=x onerror=alert(1)> }}{% endraw %}',
  '<Note title={"><img src=x onerror=alert(1)>"}>\n\n<script>alert(1)</script>\n\n</Note>',
  '{{< rawhtml >}}\n<script>alert(1)</script><img src=x onerror=alert(1)>\n{{< /rawhtml >}}',
  '<template><img src=x onerror=alert(1)></template><textarea></textarea><img src=x onerror=alert(1)></textarea>',
];

const attacks = [...own, ...suite];

describe.skipIf(!findChromium())('a hostile post (needs Chromium)', () => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let opened: OpenPage;
  let alarms: string[];

  beforeAll(async () => {
    browser = await startBrowser();
    opened = await browser.open();
    alarms = watch(opened.page);
  });
  afterAll(() => browser?.stop());

  it('is made of nothing but what is allowed, as Chromium reads it', async () => {
    const renderer = createRenderer({ remoteImages: false, math: renderTex });
    const pages = attacks.map((attack) => renderer.render(attack));
    expect(await opened.page.evaluate(findForbidden, pages)).toEqual([]);
  });

  it('stays the same when it is read and written again', async () => {
    const renderer = createRenderer({ remoteImages: false, math: renderTex });
    const pages = attacks.map((attack) => renderer.render(attack));
    expect(await opened.page.evaluate(findUnstable, pages)).toEqual([]);
  });

  it('would be noticed', async () => {
    const { page, requests } = await browser.open();
    const noise = watch(page);
    await insert(
      page,
      '<img src="https://attacker.example/x" onerror="alert(1); console.log(2); console.error(3)">',
    );
    await expect.poll(() => noise).toEqual(['dialog 1', 'console 2', 'console 3']);
    expect(foreign(requests)).toEqual(['https://attacker.example/x']);
    await page.context().close();
  });

  it('runs nothing and asks for nothing even in a page that could', async () => {
    const renderer = createRenderer({ remoteImages: false, math: renderTex });
    const { page, requests } = await browser.open();
    const noise = watch(page);
    const pages = attacks.map((attack) => renderer.render(attack));
    for (const batch of batches(pages)) await insert(page, batch.join('\n'));
    expect(noise).toEqual([]);
    expect(foreign(requests)).toEqual([]);
    await page.context().close();
  });

  it('is shown by the preview without running or asking for anything', async () => {
    for (const batch of batches(attacks)) await opened.show({ body: batch.join('\n\n') });
    expect(alarms).toEqual([]);
    expect(foreign(opened.requests)).toEqual([]);
    expect(opened.frame.url()).toBe(`${origin}/src-renderer/preview.html`);
  });

  it('runs nothing even if the renderer let everything through', async () => {
    const { page, frame, requests } = await browser.open();
    const noise = watch(page);
    for (const batch of batches(attacks)) await insert(page, batch.join('\n'), 'iframe');
    expect(noise).toEqual([]);
    expect(foreign(requests)).toEqual([]);
    expect(frame.url()).toBe(`${origin}/src-renderer/preview.html`);
    await page.context().close();
  });
});

function vectorsOf(path: string): string[] {
  const list = JSON.parse(readFileSync(path, 'utf8')) as { payload: string }[];
  return list.map(({ payload }) => payload);
}

function batches(list: string[]): string[][] {
  const size = 100;
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  );
}

/** All signs of a script that runs. */
function watch(page: Page): string[] {
  const noise: string[] = [];
  page.on('dialog', (dialog) => {
    noise.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (!isOfChromium(message)) noise.push(`console ${message.text()}`);
  });
  page.on('pageerror', (error) => noise.push(`error ${error.message}`));
  page.on('popup', () => noise.push('popup'));
  return noise;
}

/**
 * What Chromium itself has to say, of pictures not found, policies kept and, where it finds the time, of fields for
 * passwords. A script's words come as arguments.
 */
function isOfChromium(message: ConsoleMessage): boolean {
  return message.args().length === 0 && /^(?:verbose|info|warning|error)$/.test(message.type());
}

/** Puts HTML into the page or into its frame, lets it act, and takes it out again. */
async function insert(page: Page, html: string, into?: 'iframe'): Promise<void> {
  await page.evaluate(
    async ([source, frame]) => {
      const inside = frame ? document.querySelector('iframe')?.contentDocument : document;
      const place = (inside as Document).createElement('div');
      inside?.body.append(place);
      place.innerHTML = source;
      for (const element of place.querySelectorAll('*')) {
        element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
        element.dispatchEvent(new FocusEvent('focus'));
      }
      await new Promise((done) => setTimeout(done));
      place.remove();
    },
    [html, into ?? ''] as const,
  );
}

function foreign(requests: string[]): string[] {
  return requests.filter((url) => !url.startsWith(`${origin}/`) && !/^(?:data|blob|about):/.test(url));
}

/** Runs in the page: elements and attributes that no post may have. */
function findForbidden(pages: string[]): string[] {
  const elements =
    /^(?:script|style|iframe|frame|object|embed|form|button|textarea|select|base|meta|link|svg|noscript|xmp|plaintext|template|title|mglyph|malignmark|annotation-xml|foreignobject|portal|webview|dialog)$/i;
  const found: string[] = [];
  for (const html of pages) {
    const { body, head } = new DOMParser().parseFromString(html, 'text/html');
    if (head.childNodes.length > 0) found.push(`head: ${html}`);
    for (const element of body.querySelectorAll('*')) {
      if (elements.test(element.localName)) found.push(`<${element.localName}>: ${html}`);
      for (const { name, value } of element.attributes) {
        const address = ['href', 'src', 'poster'].includes(name)
          ? new URL(value, 'https://a.test/b').protocol
          : '';
        const safe = element.localName === 'a' ? /^(?:https?|mailto|tel):$|^$/ : /^(?:https|data):$|^$/;
        const prefixed = name !== 'id' || value.startsWith('user-content-');
        if (
          /^on|^style$|^name$|^srcset$|^action$|^form|^target$|^ping$|^background$|:/.test(name) ||
          !safe.test(address) ||
          !prefixed
        ) {
          found.push(`${name}="${value}": ${html}`);
        }
      }
    }
  }
  return found;
}

/** Runs in the page: HTML that changes its meaning when it is read, written and read again. */
function findUnstable(pages: string[]): string[] {
  return pages.filter((html) => {
    const once = new DOMParser().parseFromString(html, 'text/html').body.innerHTML;
    const twice = new DOMParser().parseFromString(once, 'text/html').body.innerHTML;
    return once !== twice;
  });
}
