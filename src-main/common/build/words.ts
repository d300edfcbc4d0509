const english = {
  archive: 'Archive',
  tags: 'Tags',
  search: 'Search',
  home: 'Home',
  feed: 'Feed',
  posts: 'Posts',
  newer: 'Newer posts',
  older: 'Older posts',
  previous: 'Previous',
  next: 'Next',
  latest: 'Latest post',
  allPosts: 'All posts',
  updated: 'Updated',
  draft: 'Draft',
  minutes: 'min read',
  skip: 'Skip to content',
  menu: 'Menu',
  page: 'Page',
  notFound: 'Page not found',
  notFoundText: 'There is no page at this address. It may have been moved or taken away.',
  searchLabel: 'Search the posts',
  searchNeedsScript: 'Searching needs scripts, which are switched off here. The archive lists every post.',
  nothingFound: 'Nothing was found.',
  undated: 'Undated',
  noPosts: 'No posts yet.',
};

/** The words that a theme shows beside the author's own. */
export type ThemeWords = Readonly<typeof english>;

const german: ThemeWords = {
  archive: 'Archiv',
  tags: 'Schlagwörter',
  search: 'Suche',
  home: 'Start',
  feed: 'Feed',
  posts: 'Beiträge',
  newer: 'Neuere Beiträge',
  older: 'Ältere Beiträge',
  previous: 'Voriger',
  next: 'Nächster',
  latest: 'Neuester Beitrag',
  allPosts: 'Alle Beiträge',
  updated: 'Geändert',
  draft: 'Entwurf',
  minutes: 'Min. Lesezeit',
  skip: 'Zum Inhalt',
  menu: 'Menü',
  page: 'Seite',
  notFound: 'Seite nicht gefunden',
  notFoundText: 'Unter dieser Adresse gibt es keine Seite. Vielleicht wurde sie verschoben oder entfernt.',
  searchLabel: 'Beiträge durchsuchen',
  searchNeedsScript: 'Die Suche braucht Skripte, die hier abgeschaltet sind. Das Archiv nennt alle Beiträge.',
  nothingFound: 'Nichts gefunden.',
  undated: 'Ohne Datum',
  noPosts: 'Noch keine Beiträge.',
};

/** The words for a language; English where there are none of that language yet. */
export function wordsFor(language: string): ThemeWords {
  return language.toLowerCase().split('-')[0] === 'de' ? german : english;
}

/** The direction that a language is written in. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(?:ar|arc|dv|fa|he|ku-arab|nqo|ps|sd|syr|ug|ur|yi)(?:-|$)/i.test(language) ? 'rtl' : 'ltr';
}
