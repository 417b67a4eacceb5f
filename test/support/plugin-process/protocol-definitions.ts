import { join } from 'node:path';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';
import { repositoryRoot } from './executable.ts';

/** A message as proto-loader reads and writes it. */
export type Message = Readonly<Record<string, unknown>>;

/** A method of any service of the repository's `.proto` files, from their text and not from our codecs. */
export type Method = MethodDefinition<object, object>;

const definitions = loadSync(
  [
    'tfplugin6/service.proto',
    'go_plugin/controller.proto',
    'go_plugin/stdio.proto',
    'go_plugin/broker.proto',
    'grpc/health/v1/health.proto',
    'grpc/reflection/v1/reflection.proto',
  ],
  {
    includeDirs: [join(repositoryRoot, 'proto')],
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  },
);

/** @param path - `/<package>.<Service>/<Method>` */
export function findMethod(path: string): Method {
  // The older reflection protocol differs in its name only.
  const [, service = '', method = ''] = path.replace('.v1alpha.', '.v1.').split('/');
  const found = methodsOf(service)[method];
  if (!found) throw new Error(`the protos have no ${path}`);
  return found;
}

/** All methods of a service, by name. */
export function methodsOf(service: string): Readonly<Record<string, Method>> {
  const definition = definitions[service];
  if (!definition || 'format' in definition) throw new Error(`the protos have no service ${service}`);
  return definition;
}
