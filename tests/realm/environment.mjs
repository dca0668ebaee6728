export { RealmEnvironment as default } from './environment.ts';
