import { AppError, type AppErrorData } from '../../src-main/common/errors.ts';

/** Any failure as the sentence and the next step that the window shows. */
export function failureOf(error: unknown): AppErrorData {
  if (error instanceof AppError) return error.toData();
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new AppError('internal', { detail }).toData();
}
