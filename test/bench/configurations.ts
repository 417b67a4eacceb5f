import { requiredProviders, tokenBlock } from '../end-to-end/configuration.ts';
import { regions } from './ecr-side.ts';

/** What plans and applies are compared with: no provider, and so no plugin. */
export const withoutProvider = `output "greeting" {
  value = "hello"
}
`;

/** The same with one ephemeral block. */
export const withOneToken: string = requiredProviders + tokenBlock + withoutProvider;

/** As many blocks as the variable `instances` says, spread over 20 regions. */
export const withManyTokens = `${requiredProviders}
variable "instances" {
  type = number
}

locals {
  regions = ${JSON.stringify(regions)}
}

ephemeral "aws_ecr_authorization_token" "token" {
  for_each = { for index in range(var.instances) : "instance-\${index}" => local.regions[index % ${regions.length}] }
  region   = each.value
}

${withoutProvider}`;
