import { ParseContext } from '@codemirror/language';
import { type Input, Parser, type PartialParse, type TreeFragment } from '@lezer/common';
import { afterFirstLook } from './after-first-look.ts';

/**
 * A parser that is fetched when a text first needs it, once that text is shown. Until then its part stays without
 * colours, and is parsed again when the parser is there. Where there is none, it stays so.
 */
export function lateParser(load: () => Promise<Parser | undefined>): Parser {
  return new LateParser(load);
}

class LateParser extends Parser {
  readonly #load: () => Promise<Parser | undefined>;
  #current: Parser | undefined;

  constructor(load: () => Promise<Parser | undefined>) {
    super();
    this.#load = load;
  }

  createParse(
    input: Input,
    fragments: readonly TreeFragment[],
    ranges: readonly { from: number; to: number }[],
  ): PartialParse {
    this.#current ??= ParseContext.getSkippingParser(this.#fetch());
    return this.#current.createParse(input, fragments, ranges);
  }

  async #fetch(): Promise<void> {
    await afterFirstLook();
    const parser = await this.#load().catch(() => undefined);
    this.#current = parser ?? ParseContext.getSkippingParser();
  }
}
