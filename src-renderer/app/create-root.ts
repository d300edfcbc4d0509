// React's libraries run where they are first imported: here, in a script with them, so that they are a task of their own.
export { createRoot } from 'react-dom/client';
