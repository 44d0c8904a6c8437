/**
 * X's own refusals, word for word as people have reported them in public logs of 2025 and 2026. Those marked with (?) were
 * seen in no log and follow the others' pattern.
 */
import type { Json, Reply } from './shapes.ts';

const TYPES = 'https://api.twitter.com/2/problems';

const forbidden = (detail: string): Reply => ({
  status: 403,
  body: { detail, type: 'about:blank', title: 'Forbidden', status: 403 },
});

export const DUPLICATE = forbidden('You are not allowed to create a Tweet with duplicate content.');
export const NOT_SUMMONED = forbidden(
  'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
);
export const REPLIES_RESTRICTED = forbidden('The original Tweet author restricted who can reply to this Tweet.');
export const REPLY_TO_GONE = forbidden('You attempted to reply to a Tweet that is deleted or not visible to you.');
/** (?) of somebody who blocked us. */
export const NOT_PERMITTED = forbidden('You are not permitted to perform this action.');
export const DM_CLOSED = forbidden('You do not have permission to DM one or more participants.');
/** (?) */
export const NO_SCOPE = forbidden('Your client app is not authorised with the scopes that this endpoint needs.');
/** (?) */
export const NOT_AUTHORIZED_FOR_EVENT = forbidden(
  'The user has not authorized the application to receive this private event type.',
);

export const UNAUTHORIZED: Reply = {
  status: 401,
  body: { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' },
};
export const TOO_MANY: Reply = {
  status: 429,
  body: { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 },
};
export const TOO_MANY_STREAMS: Reply = {
  status: 429,
  body: {
    title: 'ConnectionException',
    detail: 'This stream is currently at the maximum allowed connection limit.',
    connection_issue: 'TooManyConnections',
    type: `${TYPES}/streaming-connection`,
  },
};
export const NO_SUCH_PAGE: Reply = {
  status: 404,
  body: { title: 'Not Found', type: 'about:blank', status: 404, detail: 'Not Found' },
};

export function wrongAuth(used: string, may: string): Reply {
  return {
    status: 403,
    body: {
      title: 'Unsupported Authentication',
      detail: `Authenticating with ${used} is forbidden for this endpoint.  Supported authentication types are [${may}].`,
      type: `${TYPES}/unsupported-authentication`,
      status: 403,
    },
  };
}

/** The id of the account is a bare number beyond 2^53 in X's body: `server.ts` writes it so. */
export function noCredits(account: string): Reply {
  return {
    status: 402,
    body: {
      account_id: account,
      title: 'CreditsDepleted',
      detail: `Your enrolled account [${account}] does not have any credits to fulfill this request.`,
      type: `${TYPES}/credits`,
    },
  };
}

/** The limit that its owner set in X's console. */
export function spendCap(account: string, reset: string): Reply {
  return {
    status: 403,
    body: {
      account_id: account,
      title: 'SpendCapReached',
      detail: `Your enrolled account has reached its billing cycle spend cap. API requests will be blocked until the next cycle begins on ${reset}.`,
      reset_date: reset,
      type: `${TYPES}/credits`,
    },
  };
}

export const NO_PERMISSION: Reply = {
  status: 403,
  body: {
    title: 'Forbidden',
    type: `${TYPES}/oauth1-permissions`,
    status: 403,
    detail: 'Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.',
  },
};

export function invalid(parameters: Json, message: string): Reply {
  return {
    status: 400,
    body: {
      errors: [{ parameters, message }],
      title: 'Invalid Request',
      detail: 'One or more parameters to your request was invalid.',
      type: `${TYPES}/invalid-request`,
    },
  };
}

export function webhookRefused(title: string, detail: string): Reply {
  return { status: 400, body: { errors: [{ message: `${title}: ${detail}` }], title, detail, type: 'about:blank' } };
}

const RESOURCES = { tweet: 'Tweet', user: 'User' };

/** One of `errors` in an answer with 200: something that was asked for is not there. */
export function missing(resource: 'tweet' | 'user', parameter: string, value: string): Json {
  return {
    value,
    detail: `Could not find ${resource} with ${parameter}: [${value}].`,
    title: 'Not Found Error',
    resource_type: resource,
    parameter,
    resource_id: value,
    type: `${TYPES}/resource-not-found`,
  };
}

/** The same for what is there and may not be seen. */
export function hidden(resource: 'tweet' | 'user', parameter: string, value: string): Json {
  return {
    value,
    detail: `Sorry, you are not authorized to see the ${RESOURCES[resource]} with ${parameter}: [${value}].`,
    title: 'Authorization Error',
    resource_type: resource,
    parameter,
    resource_id: value,
    section: 'data',
    type: `${TYPES}/not-authorized-for-resource`,
  };
}

export function suspended(parameter: string, value: string): Json {
  return {
    value,
    detail: `User has been suspended: [${value}].`,
    title: 'Forbidden',
    resource_type: 'user',
    parameter,
    resource_id: value,
    type: `${TYPES}/resource-not-found`,
  };
}
