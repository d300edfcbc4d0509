import type UFuzzy from '@leeoniya/ufuzzy';

/** What tells letters and words of any alphabet apart, as the matcher's documentation has it; five times slower than Latin only. */
export const anyAlphabet = {
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  intraChars: "[\\p{L}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
} satisfies UFuzzy.Options;
