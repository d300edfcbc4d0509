// Shows the diagrams of a page in place of their code, as the preview of Galley draws them: as pictures, which run nothing.
// Mermaid is large, so it is loaded once a reader comes near to the first of them. What cannot be drawn stays code.

const { program, settings } = document.querySelector('script[data-program]').dataset;
const blocks = [...document.querySelectorAll('pre > code[class="language-mermaid" i]')].map((code) => ({
  code: code.parentElement,
  source: code.textContent,
  picture: undefined,
}));
const dark = matchMedia('(prefers-color-scheme: dark)');
const nearby = new IntersectionObserver(
  (entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) start();
  },
  { rootMargin: '600px' },
);
for (const { code } of blocks) nearby.observe(code);

function start() {
  nearby.disconnect();
  const script = document.createElement('script');
  script.src = program;
  script.onload = () => {
    let last = drawAll();
    dark.addEventListener('change', () => {
      last = last.then(drawAll);
    });
  };
  document.head.append(script);
}

async function drawAll() {
  mermaid.initialize({
    ...JSON.parse(settings),
    theme: dark.matches ? 'dark' : 'default',
    fontFamily: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  });
  for (const [number, block] of blocks.entries()) await draw(block, number);
}

async function draw(block, number) {
  // Where it is measured, out of the reader's sight and of the page's layout.
  const bench = document.createElement('div');
  bench.style.cssText = 'position: absolute; visibility: hidden; inset: 0 auto auto 0; overflow: hidden';
  bench.style.width = `${(block.picture ?? block.code).clientWidth}px`;
  document.body.append(bench);
  try {
    const { svg } = await mermaid.render(`diagram-${number}`, block.source, bench);
    const picture = pictureOf(svg);
    await picture.decode();
    const shown = document.createElement('div');
    shown.className = 'diagram';
    shown.append(picture);
    (block.picture ?? block.code).replaceWith(shown);
    block.picture = shown;
  } catch {
    // Not a diagram that Mermaid knows: the code says more than a message would.
  } finally {
    bench.remove();
  }
}

function pictureOf(svg) {
  const element = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  const [, , width = 0, height = 0] = (element.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  const picture = new Image();
  if (width > 0 && height > 0) {
    picture.width = Math.ceil(width);
    picture.height = Math.ceil(height);
    element.setAttribute('width', width);
    element.setAttribute('height', height);
  }
  element.style.maxWidth = '';
  picture.alt = 'Diagram';
  picture.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(element))}`;
  return picture;
}
