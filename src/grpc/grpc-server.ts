import { setup as registerIpAddresses } from '@grpc/grpc-js/build/src/resolver-ip.js';
import { setup as registerUnixSockets } from '@grpc/grpc-js/build/src/resolver-uds.js';

// The package's main module loads its whole client first: channels, load balancers, DNS. A plugin only serves, and its
// host waits for every module. So we take the server's modules alone, with the two kinds of address that it binds to.

export { Server } from '@grpc/grpc-js/build/src/server.js';
export { ServerCredentials } from '@grpc/grpc-js/build/src/server-credentials.js';

registerIpAddresses();
registerUnixSockets();
