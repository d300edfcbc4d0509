import {
  type Context,
  type Emitter,
  type Expression,
  IfTag,
  isTruthy,
  type Liquid,
  LiquidError,
  Output,
  RenderError,
  type Template,
  type Token,
  TypeGuards,
  toValue,
  toValueSync,
  type Value,
} from 'liquidjs';

/**
 * A cache of parsed templates for LiquidJS, in which what stands most often renders without generators: text, plain outputs
 * (`{{ post.title }}`) and plain conditions. The engine makes several generators for each of them, which was half of the
 * time of its work; what is rendered, and every limit, is the same.
 */
export function quickTemplates(): {
  read(key: string): Template[] | undefined;
  write(key: string, templates: Template[] | Promise<Template[]>): void;
  remove(key: string): void;
} {
  const kept = new Map<string, Template[]>();
  return {
    read: (key) => kept.get(key),
    write(key, templates) {
      if (!Array.isArray(templates)) return;
      for (const template of templates) quicken(template);
      kept.set(key, templates);
    },
    remove: (key) => void kept.delete(key),
  };
}

/**
 * Makes an engine render lists of templates at once instead of by generators, which was most of what was left. For an engine
 * that never waits; where it stops, and what it says then, is the same.
 */
export function renderAtOnce({ renderer }: Liquid): void {
  const byGenerators = renderer.renderTemplates.bind(renderer);
  const atOnce = (templates: Template[], context: Context, emitter?: Emitter): unknown => {
    if (!emitter) return byGenerators(templates, context);
    // Whatever takes long is a loop, which comes here each time around.
    context.renderLimit.check(performance.now());
    for (const template of templates) {
      try {
        const html = toValueSync(template.render(context, emitter));
        if (html) emitter.write(html);
      } catch (error) {
        throw LiquidError.is(error) ? error : new RenderError(error as Error, template);
      }
      if (context.breakCalled || context.continueCalled) break;
    }
    return emitter.buffer;
  };
  Object.assign(renderer, { renderTemplates: atOnce });
}

function quicken(template: Template): void {
  if (template.token && TypeGuards.isHTMLToken(template.token)) {
    const text = template.token.getContent();
    template.render = (_context, emitter) => emitter.write(text);
  } else if (template instanceof Output) quickenOutput(template);
  else if (template instanceof IfTag) quickenIf(template);
  for (const child of toValueSync(template.children?.(false, true) ?? []) as Template[]) quicken(child);
}

function quickenOutput(output: Template & Pick<Output, 'value'>): void {
  const { initial, filters } = output.value;
  const read = reader(initial);
  if (!read) return;
  output.render = (context, emitter) => {
    let value = read(context);
    for (const filter of filters) value = toValueSync(filter.render(value, context));
    emitter.write(toValue(value));
  };
}

function quickenIf(tag: Template & Pick<IfTag, 'branches' | 'elseTemplates' | 'liquid'>): void {
  for (const { value } of tag.branches) quickenValue(value);
  tag.render = (context, emitter) => {
    const { renderer } = tag.liquid;
    for (const { value, templates } of tag.branches)
      if (isTruthy(toValueSync(toValue(toValueSync(value.value(context, context.opts.lenientIf)))), context))
        return toNothing(renderer.renderTemplates(templates, context, emitter));
    return toNothing(renderer.renderTemplates(tag.elseTemplates ?? [], context, emitter));
  };
}

/** Where a list is rendered into an emitter, the text so far comes back: it would be written again. */
function toNothing(rendered: unknown): void {
  toValueSync(rendered);
}

function quickenValue(value: Value): void {
  if (value.filters.length > 0) return;
  const read = reader(value.initial);
  if (read) Object.assign(value, { value: read });
}

type Read = (context: Context) => unknown;

/** Evaluates an expression of plain paths and operators at once; undefined for any other. */
function reader({ postfix }: Expression): Read | undefined {
  const steps = postfix.map((token) => (TypeGuards.isOperatorToken(token) ? token.operator : operand(token)));
  if (steps.includes(undefined)) return undefined;
  const [only] = steps;
  if (steps.length === 1 && typeof only === 'function') return only;
  return (context) => {
    const values: unknown[] = [];
    for (const step of steps) {
      if (typeof step === 'function') values.push(step(context));
      else if (step !== undefined) values.push(operated(step, values, context));
    }
    return values[0];
  };
}

/** Applies an operator to the last values, as LiquidJS's own `Expression.evaluate` does. */
function operated(operator: string, values: unknown[], context: Context): unknown {
  const apply = context.opts.operators[operator];
  const right = values.pop();
  if (!apply) return undefined;
  if (operator === 'not') return toValueSync(apply(right, context, context));
  return toValueSync(apply(values.pop(), right, context));
}

/** A value that stands there as it is, or a path of names: `post.previous.url`. */
function operand(token: Token): Read | undefined {
  if ('content' in token && !TypeGuards.isPropertyAccessToken(token)) {
    const { content } = token;
    return () => content;
  }
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable) return undefined;
  const path = token.props.map((name) => ('content' in name ? name.content : undefined));
  if (!path.every((name) => typeof name === 'string' || typeof name === 'number')) return undefined;
  return (context) => context.getSync(path);
}
