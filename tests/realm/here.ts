import vm from 'node:vm';

/**
 * Stands for the realm that we are in. Jest compiles into the vm context that its environment names, and Node has no name for the one that
 * is there already: what is compiled into this one is compiled here.
 */
export const HERE = vm.createContext({});

const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options) =>
  compileFunction(
    code,
    parameters,
    options?.parsingContext === HERE ? { ...options, parsingContext: undefined } : options,
  );
