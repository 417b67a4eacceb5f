import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireTerraform } from '../support/terraform/host.ts';
import { providerSource } from '../support/terraform/plugin-mirror.ts';
import { createWorkspace, type Workspace } from '../support/terraform/workspace.ts';
import { codeBlocks, documents, readDocument, repository } from './markdown.ts';

const { hosts, missing } = requireTerraform();
const skip = missing ?? false;
const [host] = hosts;

/** Providers that can't be had where there is no registry; their blocks are checked for form only. */
const otherProvider = /^provider "(?!aws"|ecr")|source = "(?!terraform\.internal)/m;
const preamble = `terraform {
  required_providers {
    aws = {
      source = "${providerSource}"
    }
  }
}

`;

async function withWorkspace(files: Record<string, string>, work: (workspace: Workspace) => Promise<void>) {
  assert.ok(host);
  const workspace = createWorkspace({ host, files });
  try {
    await work(workspace);
  } finally {
    workspace.remove();
  }
}

const blocks = documents().flatMap((path) => codeBlocks(path, 'terraform'));

test('the documents have Terraform examples', () => {
  assert.ok(blocks.length >= 5);
});

for (const { where, code } of blocks) {
  test(`${where} is formatted as terraform fmt does it`, { skip }, async () => {
    await withWorkspace({ 'main.tf': code }, async (workspace) => {
      const { exitCode, stdout } = await workspace.run(['fmt', '-check', '-diff']);
      assert.equal(exitCode, 0, stdout);
    });
  });
}

for (const { where, code } of blocks.filter((block) => !otherProvider.test(block.code))) {
  test(`${where} is valid with this provider`, { skip }, async () => {
    const main = code.includes('required_providers') ? code : preamble + code;
    await withWorkspace({ 'main.tf': main }, async (workspace) => {
      const init = await workspace.init();
      assert.equal(init.exitCode, 0, init.stdout + init.stderr);
      const validate = await workspace.validate();
      assert.equal(validate.exitCode, 0, validate.stdout + validate.stderr);
    });
  });
}

for (const path of documents()) {
  test(`${path}: every link to a file leads somewhere`, () => {
    const targets = Array.from(readDocument(path).matchAll(/\]\(([^)#:]+)\)/g), ([, target = '']) => target);
    for (const target of targets) assert.ok(existsSync(join(repository, path, '..', target)), target);
  });
}
