import { providerSource } from '../support/terraform/plugin-mirror.ts';

/** `required_providers` with our provider as `aws`, the drop-in way. */
export const requiredProviders = `terraform {
  required_providers {
    aws = {
      source = "${providerSource}"
    }
  }
}
`;

/** The ephemeral resource as it stands in the documentation of hashicorp/aws. */
export const tokenBlock = `ephemeral "aws_ecr_authorization_token" "token" {}
`;

/** Logs in to the registry at REGISTRY_URL; fails if it is refused. Says nothing of what it was given. */
export const loginScript = `
const { REGISTRY_URL, REGISTRY_USER, REGISTRY_PASSWORD } = process.env;
const login = Buffer.from(REGISTRY_USER + ':' + REGISTRY_PASSWORD).toString('base64');
const answer = await fetch(REGISTRY_URL + '/v2/', { headers: { authorization: 'Basic ' + login } });
process.exit(answer.ok ? 0 : 1);
`;

/**
 * A resource that gets the password and logs in with it when it is created.
 *
 * @param token - expression of the ephemeral resource
 */
export function loginConsumer(token = 'ephemeral.aws_ecr_authorization_token.token', name = 'login'): string {
  return `resource "terraform_data" "${name}" {
  provisioner "local-exec" {
    command = "node login.mjs"
    environment = {
      REGISTRY_USER     = ${token}.user_name
      REGISTRY_PASSWORD = ${token}.password
    }
  }
}
`;
}

/** The three together. */
export const tokenAndLogin: string = requiredProviders + tokenBlock + loginConsumer();
