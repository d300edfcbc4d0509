import bash from 'refractor/bash';
import c from 'refractor/c';
import clojure from 'refractor/clojure';
import { refractor } from 'refractor/core';
import cpp from 'refractor/cpp';
import csharp from 'refractor/csharp';
import css from 'refractor/css';
import dart from 'refractor/dart';
import diff from 'refractor/diff';
import docker from 'refractor/docker';
import elixir from 'refractor/elixir';
import go from 'refractor/go';
import graphql from 'refractor/graphql';
import haskell from 'refractor/haskell';
import hcl from 'refractor/hcl';
import http from 'refractor/http';
import ini from 'refractor/ini';
import java from 'refractor/java';
import javascript from 'refractor/javascript';
import json from 'refractor/json';
import jsx from 'refractor/jsx';
import kotlin from 'refractor/kotlin';
import latex from 'refractor/latex';
import liquid from 'refractor/liquid';
import lua from 'refractor/lua';
import makefile from 'refractor/makefile';
import markdown from 'refractor/markdown';
import markup from 'refractor/markup';
import nginx from 'refractor/nginx';
import nix from 'refractor/nix';
import objectivec from 'refractor/objectivec';
import perl from 'refractor/perl';
import php from 'refractor/php';
import powershell from 'refractor/powershell';
import protobuf from 'refractor/protobuf';
import python from 'refractor/python';
import r from 'refractor/r';
import ruby from 'refractor/ruby';
import rust from 'refractor/rust';
import scala from 'refractor/scala';
import scss from 'refractor/scss';
import shellSession from 'refractor/shell-session';
import sql from 'refractor/sql';
import swift from 'refractor/swift';
import toml from 'refractor/toml';
import tsx from 'refractor/tsx';
import typescript from 'refractor/typescript';
import wasm from 'refractor/wasm';
import yaml from 'refractor/yaml';
import zig from 'refractor/zig';

const languages = [
  ...[
    bash,
    c,
    clojure,
    cpp,
    csharp,
    css,
    dart,
    diff,
    docker,
    elixir,
    go,
    graphql,
    haskell,
    hcl,
    http,
    ini,
    java,
  ],
  ...[
    javascript,
    json,
    jsx,
    kotlin,
    latex,
    liquid,
    lua,
    makefile,
    markdown,
    markup,
    nginx,
    nix,
    objectivec,
    perl,
  ],
  ...[php, powershell, protobuf, python, r, ruby, rust, scala, scss, shellSession, sql, swift, toml, tsx],
  ...[typescript, wasm, yaml, zig],
];
for (const language of languages) refractor.register(language);
refractor.alias({
  bash: ['console', 'zsh'],
  hcl: ['terraform', 'tf'],
  json: ['jsonc', 'json5'],
  rust: ['rs'],
});
refractor.alias({ go: ['golang'], cpp: ['c++'], docker: ['containerfile'], markup: ['vue', 'svelte'] });

/** Code longer than this stays plain: coloring it would be felt. Characters. */
const longest = 100_000;

/** What refractor inherits from Prism and its types leave out. The tree that it would build from tokens is not needed. */
interface Prism {
  languages: Record<string, object>;
  tokenize(code: string, grammar: object): Piece[];
  hooks: { run(name: string, environment: object): void };
}

type Piece = string | { type: string; alias?: string | string[]; content: Piece | Piece[] };

// Its types leave out what it inherits from Prism.
const prism = refractor as unknown as Prism;

/**
 * Colors code: HTML in which Prism's tokens are `<span class="token …">`, or undefined for a language that is not among
 * the usual ones. The grammars weigh some 100 KB: a window imports this module only when a post holds code.
 */
export function highlight(code: string, language: string): string | undefined {
  if (code.length > longest || !refractor.registered(language)) return undefined;
  // The steps of Prism.highlight; languages within templates (PHP, Liquid) hang on the two hooks.
  const environment = { code, language, grammar: prism.languages[language] ?? {}, tokens: [] as Piece[] };
  prism.hooks.run('before-tokenize', environment);
  environment.tokens = prism.tokenize(environment.code, environment.grammar);
  prism.hooks.run('after-tokenize', environment);
  return toHtml(environment.tokens);
}

function toHtml(piece: Piece | Piece[]): string {
  if (typeof piece === 'string') return escaped(piece);
  if (Array.isArray(piece)) {
    let html = '';
    for (const part of piece) html += toHtml(part);
    return html;
  }
  const names = piece.alias === undefined ? '' : ` ${[piece.alias].flat().join(' ')}`;
  return `<span class="token ${piece.type}${names}">${toHtml(piece.content)}</span>`;
}

function escaped(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    : text;
}
