export type { Endpoint } from './endpoint.ts';
export { createPoster, type HandOver, type Posted, type Poster, type PosterOptions } from './post.ts';
export { checkLiteral, PrivateAddress } from './public-address.ts';
export { BadEndpoint, type EndpointRequest, requestOf } from './request-of.ts';
export { keyOf, newSecret } from './sign.ts';
