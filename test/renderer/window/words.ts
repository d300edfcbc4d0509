/** Titles and descriptions of an imagined engineering blog. */
export const words: readonly (readonly [title: string, description: string])[] = [
  [
    'Queues that answer at once',
    'Why a bounded queue is kinder than a patient one, and what it did to our tail.',
  ],
  ['A cache that may be wrong', 'Serving stale pages on purpose, for five seconds at most.'],
  ['Moving forty services to one build', 'Eleven weeks, three false starts and one diagram.'],
  ['Reading a flame graph without fear', 'Width is time. The rest is colour.'],
  ['The index we deleted', 'It was never read, and every write paid for it.'],
  ['Names for things that fail', 'An error is a sentence to a stranger.'],
  ['What the night shift taught us about alerts', 'A page at three in the morning should say what to do.'],
  ['Measuring the last metre', 'From the edge to the eye: what browsers know that servers do not.'],
  ['Backpressure, explained with a sink', 'Taps, pipes and a bucket.'],
  ['A deadline is a gift', 'Passing absolute times instead of timeouts.'],
  ['How we retired the blue cluster', 'Counting the last customers of a machine.'],
];
