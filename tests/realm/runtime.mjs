// Jest requires this file; Node strips the types of what it imports.
export { RealmRuntime as 'module.exports' } from './runtime.ts';
