/** Names each test that passed only when it was tried again, so that an unsteady test is seen and mended. */
// biome-ignore lint/style/noDefaultExport: a reporter that Vitest finds by its path is its file's default export
export default class {
  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky) process.stdout.write(`passed at the second try: ${test.fullName}\n`);
  }
}
