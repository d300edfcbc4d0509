// Searches the posts of the site on its search page: loads the index once something is typed, and shows the posts that
// hold every word, those with the words in their titles first.

const form = document.querySelector('[data-index]');
const field = form?.querySelector('input');
const state = document.querySelector('.search-state');
const results = document.querySelector('.search-results');
const mostResults = 50;
let index;

if (form && field) {
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  field.addEventListener('input', () => void search());
  field.value = new URLSearchParams(location.search).get('q') ?? '';
  if (field.value !== '') void search();
}

async function search() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  index ??= load();
  const posts =
    words.length === 0 ? [] : (await index).filter(({ all }) => words.every((word) => all.includes(word)));
  if (words.join(' ') !== plain(field.value).split(/\s+/).filter(Boolean).join(' ')) return;
  const score = ({ title }) => words.filter((word) => title.includes(word)).length;
  const shown = posts.map((post) => ({ post, score: score(post) })).sort((a, b) => b.score - a.score);
  results.replaceChildren(...shown.slice(0, mostResults).map(({ post }) => entry(post)));
  state.textContent = words.length > 0 && posts.length === 0 ? form.dataset.nothing : '';
}

async function load() {
  const { posts } = await (await fetch(form.dataset.index)).json();
  return posts.map((post) => ({ post, title: plain(post[0]), all: plain(post.join(' ')) }));
}

function entry({ post: [title, url, date, description] }) {
  const item = document.createElement('li');
  const heading = document.createElement('h2');
  const link = document.createElement('a');
  link.href = url;
  link.textContent = title;
  heading.append(link);
  item.append(
    heading,
    ...[
      [date, 'date'],
      [description, ''],
    ]
      .filter(([text]) => text)
      .map(paragraph),
  );
  return item;
}

function paragraph([text, name]) {
  const element = document.createElement('p');
  element.textContent = text;
  if (name) element.className = name;
  return element;
}

/** Letters without capitals and accents. */
function plain(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
