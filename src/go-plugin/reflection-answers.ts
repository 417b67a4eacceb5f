// Loaded at the first reflection request only: these libraries take longer to load than the whole start.
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { loadFileDescriptorSetFromBuffer, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionV1Implementation } from '@grpc/reflection/build/src/implementations/reflection-v1.js';
import { descriptorSetBase64 } from '../generated/descriptor-set.ts';
import type {
  ServerReflectionRequest,
  ServerReflectionResponse,
} from '../generated/grpc/reflection/v1/reflection.ts';
import type { AnswerReflection } from './reflection-service.ts';

type LibraryRequest = Parameters<ReflectionV1Implementation['handleServerReflectionRequest']>[0];
type LibraryResponse = ReturnType<ReflectionV1Implementation['handleServerReflectionRequest']>;

/** Makes the answers to reflection requests about all protos of this repository. */
export function createReflectionAnswers(): AnswerReflection {
  const descriptorSet = Buffer.from(descriptorSetBase64, 'base64');
  const definitions = loadFileDescriptorSetFromBuffer(descriptorSet);
  const library = new ReflectionV1Implementation(withOriginalFiles(definitions, descriptorSet));
  return (request) => fromLibrary(library.handleServerReflectionRequest(toLibrary(request)), request);
}

/** proto-loader merges the files of a package and drops their imports; strict clients need both as they were. */
function withOriginalFiles(definitions: PackageDefinition, descriptorSet: Uint8Array): PackageDefinition {
  const fileDescriptorProtos = splitDescriptorSet(descriptorSet);
  const entries = Object.entries(definitions).map(([name, definition]) =>
    'fileDescriptorProtos' in definition
      ? [name, { ...definition, fileDescriptorProtos }]
      : [name, definition],
  );
  return Object.fromEntries(entries) as PackageDefinition;
}

/** A FileDescriptorSet is nothing but its files, each as field 1. */
function splitDescriptorSet(descriptorSet: Uint8Array): Buffer[] {
  const reader = new BinaryReader(descriptorSet);
  const files: Buffer[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) files.push(Buffer.from(reader.bytes()));
    else reader.skip(wireType, field);
  }
  return files;
}

function toLibrary(request: ServerReflectionRequest): LibraryRequest {
  const asked = request.messageRequest;
  // proto-loader's form of a oneof: the field itself, and a property that names it.
  const fields = asked === undefined ? {} : { ...asked, messageRequest: asked.$case };
  return { host: request.host, ...fields } as unknown as LibraryRequest;
}

const responseCases = [
  'fileDescriptorResponse',
  'allExtensionNumbersResponse',
  'listServicesResponse',
  'errorResponse',
] as const;

function fromLibrary(response: LibraryResponse, request: ServerReflectionRequest): ServerReflectionResponse {
  const answered = responseCases.find((field) => response[field]);
  const messageResponse = answered && { $case: answered, [answered]: response[answered] };
  return {
    validHost: request.host,
    originalRequest: request,
    messageResponse: messageResponse as ServerReflectionResponse['messageResponse'],
  };
}
