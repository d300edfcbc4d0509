/**
 * Text that stands in a snippet's template as it is. Only braces that would open a field are marked: CodeMirror loses
 * count of the fields behind many that are.
 */
export function plainInTemplate(text: string): string {
  return text.replace(/(?<=[#$])\{/g, '\\{');
}
