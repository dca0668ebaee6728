// Jest loads this file as it is, outside its transforms; Node strips the types of what it imports.
export { openPostgres as default } from './postgres.setup.ts';
