import { leadsOut } from '../../src-main/common/site/style-text.ts';

/** Rules that only group others or hold declarations. Every other kind goes, whatever it may learn to do. */
const known = new Set([
  'CSSStyleRule',
  'CSSNestedDeclarations',
  'CSSMediaRule',
  'CSSSupportsRule',
  'CSSContainerRule',
  'CSSLayerBlockRule',
  'CSSLayerStatementRule',
  'CSSScopeRule',
  'CSSKeyframesRule',
  'CSSKeyframeRule',
  'CSSFontFaceRule',
]);

/**
 * Takes everything out of a style sheet by which a browser could ask another site for something, as the browser itself
 * has read it. What the host serves of the blog stays.
 */
export function keepInside(sheet: CSSStyleSheet): void {
  keepRules(sheet);
}

type Holder = Pick<CSSStyleSheet, 'cssRules' | 'deleteRule'>;

function keepRules(holder: Holder): void {
  for (let at = holder.cssRules.length - 1; at >= 0; at -= 1) {
    const rule = holder.cssRules[at];
    if (!rule) continue;
    const isKept = known.has(rule.constructor.name) && keepDeclarations(rule);
    if (!isKept) remove(holder, at, rule);
    else if ('cssRules' in rule) keepRules(rule as CSSRule & Holder);
  }
}

/** Keyframes are removed by their name and not by their place: emptied, they do the same. */
function remove(holder: Holder, at: number, rule: CSSRule): void {
  if (holder.constructor.name !== 'CSSKeyframesRule') holder.deleteRule(at);
  else if ('style' in rule) (rule.style as CSSStyleDeclaration).cssText = '';
}

/** False where the whole rule has to go. */
function keepDeclarations(rule: CSSRule): boolean {
  if (!('style' in rule)) return true;
  const style = rule.style as CSSStyleDeclaration;
  if (!leads(style.cssText)) return true;
  for (const name of [...style]) {
    if (leads(`${name}:${style.getPropertyValue(name)}`)) style.removeProperty(name);
  }
  // What is written in short with a variable in it has no longer form to look at.
  return !leads(style.cssText);
}

function leads(css: string): boolean {
  return leadsOut(css, (target) => target.startsWith('/asset/?'));
}
