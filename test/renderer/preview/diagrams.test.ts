import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { type OpenPage, origin, startBrowser } from './browser.ts';
import type { HostWindow } from './host.ts';

const flow = (words: string): string => `\`\`\`mermaid\ngraph TD\n  A[${words}] --> B[End]\n\`\`\`\n`;

describe.skipIf(!findChromium())('diagrams in the preview (needs Chromium)', () => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let opened: OpenPage;

  beforeAll(async () => {
    browser = await startBrowser();
    opened = await browser.open();
  });
  afterAll(() => browser?.stop());

  const pictures = (): Promise<string[]> =>
    opened.frame.evaluate(() =>
      [...document.querySelectorAll<HTMLImageElement>('.diagram img')].map((image) =>
        decodeURIComponent(image.src),
      ),
    );

  it('are drawn as pictures', async () => {
    await opened.show({ body: flow('Begin here') });
    await expect.poll(pictures, { timeout: 60_000 }).toEqual([expect.stringContaining('Begin here')]);
    const size = await opened.frame.evaluate(async () => {
      const image = document.querySelector<HTMLImageElement>('.diagram img');
      await image?.decode();
      return [image?.naturalWidth ?? 0, image?.naturalHeight ?? 0];
    });
    expect(Math.min(...size)).toBeGreaterThan(50);
  });

  it('are not touched by a change around them', async () => {
    await opened.show({ body: `One\n\n${flow('Begin here')}` });
    await expect.poll(pictures).toHaveLength(1);
    await opened.frame.evaluate(() => {
      const image = document.querySelector('.diagram img');
      Object.assign(window, { image });
    });
    await opened.show({ body: `One and two\n\n${flow('Begin here')}\nThree` });
    await expect.poll(() => opened.frame.locator('text=Three').count()).toBe(1);
    expect(
      await opened.frame.evaluate(
        () => (window as { image?: Element }).image === document.querySelector('.diagram img'),
      ),
    ).toBe(true);
  });

  it('keep their last good state while they are typed', async () => {
    await opened.show({ body: flow('Begin here') });
    await expect.poll(pictures).toHaveLength(1);
    await opened.frame.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => seen.push(document.querySelectorAll('.diagram img').length)).observe(
        document.body,
        { childList: true, subtree: true },
      );
    });
    await opened.show({ body: flow('Begin here').replace('-->', '--') });
    await opened.show({ body: flow('Begin there') });
    await expect.poll(pictures).toEqual([expect.stringContaining('Begin there')]);
    const seen = await opened.frame.evaluate(() => (window as unknown as { seen: number[] }).seen);
    expect(seen.every((count) => count === 1)).toBe(true);
  });

  it('say what is wrong with them', async () => {
    await opened.show({ body: '```mermaid\nthis is none\n```' });
    await expect.poll(() => opened.frame.locator('.diagram-problem').count()).toBe(1);
    await expect.poll(() => opened.frame.locator('.diagram pre').textContent()).toContain('this is none');
  });

  it('follow the theme', async () => {
    await opened.show({ body: flow('Begin here') });
    await expect.poll(pictures).toHaveLength(1);
    const light = await pictures();
    const setTheme = (theme: 'light' | 'dark') =>
      opened.page.evaluate((wanted) => (window as unknown as HostWindow).preview.setTheme(wanted), theme);
    await setTheme('dark');
    await expect.poll(pictures).not.toEqual(light);
    await setTheme('light');
    await expect.poll(pictures).toEqual(light);
  });

  it('are given up where drawing hangs, and the next one is drawn', async () => {
    // A page of its own: frames of one page share a process, and this one's is to hang.
    const { page } = await browser.open();
    const outcomes = await page.evaluate(async () => {
      const host = window as unknown as HostWindow;
      const program = `globalThis.mermaid = {
        initialize() {},
        async render(id, source) {
          while (source === 'hangs');
          return { svg: '<svg viewBox="0 0 10 20"></svg>' };
        },
      };`;
      const frame = host.createDiagramFrame('/src-renderer/diagram.html', async () => program, 500);
      const drawn = [await frame.draw('hangs', 'light'), await frame.draw('ends', 'light')];
      frame.destroy();
      return drawn;
    });
    expect(outcomes).toEqual([
      { kind: 'failed', problem: 'This diagram takes too long to draw.' },
      { kind: 'drawn', svg: expect.stringContaining('viewBox'), width: 10, height: 20 },
    ]);
    await expect.poll(() => page.locator('iframe[title=Diagrams]').count()).toBe(0);
    await page.context().close();
  });

  it('run nothing of the post and ask nobody', async () => {
    const hostile = [
      '%%{init: {"securityLevel": "loose", "themeCSS": "@import url(https://attacker.example/a.css)"}}%%\ngraph TD\n A["<img src=https://attacker.example/b onerror=alert(1)>"] --> B',
      'graph TD\n A --> B\n click A "javascript:alert(1)"\n click B call alert(1)',
      'graph TD\n A["<script>alert(1)</script>"]\n click A href "https://attacker.example/c" _top',
      '---\nconfig:\n  securityLevel: loose\n  htmlLabels: true\n---\ngraph TD\n A["<iframe src=https://attacker.example/d></iframe>"]',
      'sequenceDiagram\n A->>B: <svg onload=alert(1)>\n link A: x @ javascript:alert(1)',
      'graph TD\n A@{ img: "https://attacker.example/e.png", label: "x" }',
      'graph TD\n A:::x\n classDef x background:url(https://attacker.example/f)',
    ];
    const { page, frame, requests, show } = await browser.open();
    const noise: string[] = [];
    page.on('dialog', (dialog) => {
      noise.push(dialog.message());
      void dialog.dismiss();
    });
    await show({ body: hostile.map((source) => `\`\`\`mermaid\n${source}\n\`\`\``).join('\n\n') });
    const settled = () => frame.locator('.diagram img, .diagram-problem').count();
    await expect.poll(settled, { timeout: 60_000 }).toBe(hostile.length);
    expect(noise).toEqual([]);
    expect(
      requests.filter((url) => !url.startsWith(`${origin}/`) && !/^(?:data|blob|about):/.test(url)),
    ).toEqual([]);
    expect(page.url().startsWith(origin)).toBe(true);
    await page.context().close();
  });
});
