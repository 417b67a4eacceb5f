import packageJson from '../package.json' with { type: 'json' };

/** Version of the provider; it stands in `package.json` alone. */
export const version: string = packageJson.version;
