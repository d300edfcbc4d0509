import { it } from 'vitest';
import { holdPart } from './helpers/held-part.ts';
import { startWindowBrowser } from './renderer/window/open-window.ts';

it('loops', async () => {
  const b = await startWindowBrowser();
  const out: string[] = [];
  for (let i = 0; i < 10; i++) {
    const w = await b.open('');
    const page = w.page;
    const letCome = await holdPart(page, /\/panels-[^/]*\.js/);
    await page.reload({ waitUntil: 'commit' });
    await page
      .getByRole('option', { name: /Queues/ })
      .first()
      .click();
    const text = page.getByRole('textbox', { name: 'Text of the post' });
    await text.click();
    const before = await text.textContent();
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 8 });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('flame graX');
    await page.keyboard.press('Backspace');
    const same = (await text.textContent()) === before;
    letCome();
    await page.getByRole('combobox').waitFor();
    await page.waitForTimeout(1500);
    out.push(`${same} ${await page.getByRole('combobox').inputValue()}`);
    await w.close();
  }
  console.log('RES ' + out.join(' | '));
  await b.stop();
}, 300000);
