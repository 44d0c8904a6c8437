/** Installing by OAuth, for many workspaces: the page with the button, and what Slack sends the person back with. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { InstallProvider } from '@slack/oauth';
import { escapedHtml, pageHtml } from '../../../../src/core/html.ts';
import type { HttpRoute } from '../../../../src/ports/http.ts';
import type { Log } from '../../../../src/ports/log.ts';
import { quietLogger } from './call.ts';
import { SCOPES } from './manifest.ts';
import type { StoredInstallation } from './sign-in.ts';

interface InstallParts {
  clientId: string;
  clientSecret: string;
  stateSecret: string;
  apiUrl: string;
  authorizeUrl: string;
  publicUrl: string;
  log: Log;
  installed(installation: StoredInstallation): Promise<void>;
}

export function installRoutes(parts: InstallParts): HttpRoute[] {
  const { publicUrl, apiUrl, log } = parts;
  const redirectUri = `${publicUrl}/slack/oauth_redirect`;
  const provider = new InstallProvider({
    clientId: parts.clientId,
    clientSecret: parts.clientSecret,
    stateSecret: parts.stateSecret,
    authorizationUrl: parts.authorizeUrl,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
    logger: quietLogger(log) as never,
    renderHtmlForInstallPath: url => pageHtml({ title: 'Add Deskhand to Slack', body: invitation(url), style: STYLE }),
    installationStore: {
      storeInstallation: async given => {
        if (given.isEnterpriseInstall || !given.team || !given.bot)
          throw new Error(
            'Deskhand is installed into one workspace at a time. Choose a workspace, not the whole organisation.',
          );
        await parts.installed({
          team: given.team.id,
          teamName: given.team.name ?? '',
          enterprise: given.enterprise?.id ?? null,
          url: 'https://slack.com/',
          botUser: given.bot.userId,
          botId: given.bot.id ?? '',
          appId: given.appId ?? '',
          installer: given.user.id ?? null,
          token: given.bot.token,
        });
      },
      // Tokens are looked up by the desk of each workspace, not here.
      fetchInstallation: () => Promise.reject(new Error('Installations are not read back this way.')),
    },
  });
  const options = { scopes: SCOPES, redirectUri };
  const send = (response: ServerResponse, status: number, title: string, body: string) => {
    response.writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'Cache-Control': 'no-store',
    });
    response.end(pageHtml({ title, body, style: STYLE }));
  };
  return [
    {
      method: 'GET',
      path: '/slack/install',
      handle: (request: IncomingMessage, response) => {
        response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
        return provider.handleInstallPath(request, response, {}, options);
      },
    },
    {
      method: 'GET',
      path: '/slack/oauth_redirect',
      handle: (request: IncomingMessage, response) =>
        provider.handleCallback(request, response, {
          success: installation =>
            send(
              response,
              200,
              'Deskhand is installed',
              `<p>Open Slack: Deskhand has written to you with three next steps.</p><p><a class="button" href="slack://app?team=${encodeURIComponent(installation.team?.id ?? '')}&amp;id=${encodeURIComponent(installation.appId ?? '')}&amp;tab=home">Open Slack</a></p>`,
            ),
          failure: error => {
            log.warn({ desk: 'slack', error: error.message }, 'An installation was not finished.');
            const { status, words } = failureWords(error.message);
            send(
              response,
              status,
              'Not installed',
              `<p>${words}</p><p><a class="button" href="/slack/install">Try again</a></p>`,
            );
          },
        }),
    },
  ];
}

function failureWords(message: string): { status: number; words: string } {
  if (/cancel/i.test(message)) return { status: 200, words: 'You cancelled the installation. Nothing was installed.' };
  if (/one workspace at a time/.test(message))
    return {
      status: 400,
      words: 'Deskhand is installed into one workspace at a time. Choose a workspace, not the whole organisation.',
    };
  if (/state|cookie/i.test(message))
    return {
      status: 400,
      words: 'This page was not opened from here, or it took longer than ten minutes. Start again.',
    };
  return {
    status: 500,
    words:
      'Slack and Deskhand did not come together. Begin once more; if it happens again, ask whoever runs Deskhand to look at the log.',
  };
}

function invitation(url: string): string {
  return `<p>Your team answers every customer from the Slack threads it already lives in. You need the right to install apps.</p><p><a class="button" href="${escapedHtml(url)}">Add to Slack</a></p>`;
}

const STYLE = `body{font:17px/1.5 system-ui,sans-serif;margin:0;background:#f6f4ef;color:#1d2a24;display:grid;min-height:100vh;place-items:center}
main{max-width:30rem;padding:2rem}h1{font-size:1.6rem;margin:0 0 .5rem}
.button{display:inline-block;background:#1f4d3a;color:#fff;padding:.7rem 1.2rem;border-radius:.5rem;text-decoration:none;font-weight:600}
.button:focus-visible{outline:3px solid #d98324;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#16201b;color:#e9efe9}.button{background:#3f8f6c}}`;
