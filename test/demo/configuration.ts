import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { providerSource } from '../support/terraform/plugin-mirror.ts';

const main = `terraform {
  required_providers {
    aws = {
      source = "${providerSource}"
    }
  }
}

ephemeral "aws_ecr_authorization_token" "token" {}

# The consumer: in your configuration this is the docker, helm or kubernetes provider.
resource "terraform_data" "consumer" {
  provisioner "local-exec" {
    command = "node consumer.mjs"
    environment = {
      AUTHORIZATION_TOKEN = ephemeral.aws_ecr_authorization_token.token.authorization_token
      EXPIRES_AT          = ephemeral.aws_ecr_authorization_token.token.expires_at
      PASSWORD            = ephemeral.aws_ecr_authorization_token.token.password
      PROXY_ENDPOINT      = ephemeral.aws_ecr_authorization_token.token.proxy_endpoint
      REGION              = ephemeral.aws_ecr_authorization_token.token.region
      USER_NAME           = ephemeral.aws_ecr_authorization_token.token.user_name
    }
  }
}
`;

/** The demo's configuration, by file name. */
export const configuration: Readonly<Record<string, string>> = {
  'main.tf': main,
  'consumer.mjs': readFileSync(join(import.meta.dirname, 'consumer.mjs'), 'utf8'),
};
