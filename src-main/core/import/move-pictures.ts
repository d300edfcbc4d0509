import type { NewPlaces } from './html-to-post.ts';

const code =
  /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))|(`+)(?!`)[^\n]*?[^`\n]\2(?!`)/gm;
const images = /(!\[)((?:[^[\]\n]|\[[^[\]\n]*\])*)(\]\([ \t]*)(?:<([^>\n]+)>|((?:[^()\s]|\([^()\s]*\))+))/g;
const tags = /(<img\s[^<>]*?\bsrc\s*=\s*)(?:"([^"]*)"|'([^']*)')/gi;
const links = /((?<!!)\[(?:[^[\]\n]|\[[^[\]\n]*\])*\]\([ \t]*)(?:<([^>\n]+)>|((?:[^()\s]|\([^()\s]*\))+))/g;
const definitions = /^( {0,3}\[[^\]\n]+\]:[ \t]*)(\S+)/gm;

/** Markdown whose pictures and links lead to where these are now; code and every other sign stay. */
export function movePictures(markdown: string, places: NewPlaces): string {
  let result = '';
  let from = 0;
  for (const { 0: found, index } of markdown.matchAll(code)) {
    result += moveIn(markdown.slice(from, index), places) + found;
    from = index + found.length;
  }
  return result + moveIn(markdown.slice(from), places);
}

function moveIn(text: string, { image, link }: NewPlaces): string {
  const target = (address: string): string | undefined => image(address)?.target ?? link(address);
  return text
    .replaceAll(
      images,
      (all: string, mark: string, alt: string, middle: string, angled?: string, plain?: string) => {
        const found = image(angled ?? plain ?? '');
        return found ? `${mark}${alt}${middle}${found.target}` : all;
      },
    )
    .replaceAll(tags, (all: string, before: string, double?: string, single?: string) => {
      const found = image((double ?? single ?? '').replaceAll('&amp;', '&'));
      return found ? `${before}"${found.target}"` : all;
    })
    .replaceAll(links, (all: string, before: string, angled?: string, plain?: string) => {
      const found = link(angled ?? plain ?? '');
      return found === undefined ? all : before + found;
    })
    .replaceAll(definitions, (all: string, before: string, address: string) => {
      const found = target(address);
      return found === undefined ? all : before + found;
    });
}
