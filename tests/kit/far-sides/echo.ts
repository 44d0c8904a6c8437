/** Far sides that repeat whatever secret they are given, in every way in which an answer can be wrong. */
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createNet, type Server, type Socket } from 'node:net';

export interface EchoSide {
  http: string;
  imapPort: number;
  smtpPort: number;
  /** Everything that was sent to it, so that a test sees that the secrets really came. */
  heard(): string;
  close(): Promise<void>;
}

export async function openEcho(): Promise<EchoSide> {
  let heard = '';
  const hear = (text: string) => {
    heard += `${text}\n`;
    return text;
  };
  let n = 0;
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += chunk));
    request.on('end', () => {
      const said = hear(repeat(request, body));
      const form = new URLSearchParams(body);
      const error = `refused ${said}`;
      const json = JSON.stringify({
        ...{ ok: false, error, error_description: error, detail: error, title: error, message: error },
        errors: [{ message: error, code: 32, detail: error }],
        ...{ client_secret: form.get('client_secret') },
      });
      const ways = [
        () => response.writeHead(401, { 'Content-Type': 'application/json', 'X-Said': oneLine(said) }).end(json),
        () => response.writeHead(200, { 'Content-Type': 'application/json' }).end(json),
        () => response.writeHead(200, { 'Content-Type': 'application/json' }).end(`{"broken": ${said}`),
        () => response.writeHead(400, { 'Content-Type': 'application/json' }).end(json),
        () => response.writeHead(500, { 'Content-Type': 'text/html' }).end(`<h1>${said}</h1>`),
        () => response.writeHead(403, `Refused ${oneLine(said)}`, { 'Content-Type': 'text/plain' }).end(said),
        () => response.writeHead(302, { Location: `/elsewhere?said=${encodeURIComponent(said)}` }).end(),
        () => void request.socket.destroy(),
      ];
      ways[n++ % ways.length]!();
    });
  });
  const imap = createNet(socket => imapTalk(socket, hear));
  const smtp = createNet(socket => smtpTalk(socket, hear));
  const ports = await Promise.all([http, imap, smtp].map(listen));
  return {
    http: `http://127.0.0.1:${ports[0]}`,
    imapPort: ports[1]!,
    smtpPort: ports[2]!,
    heard: () => heard,
    close: async () => {
      http.closeAllConnections();
      await Promise.all([http, imap, smtp].map(each => new Promise(resolve => each.close(resolve))));
    },
  };
}

function listen(server: Server | ReturnType<typeof createServer>): Promise<number> {
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

function oneLine(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, ' ').slice(0, 2_000);
}

/** What came, and what was encoded in it. */
function repeat(request: IncomingMessage, body: string): string {
  const { authorization = '', cookie = '' } = request.headers;
  const basic = /^Basic (.+)$/.exec(authorization)?.[1];
  return [
    `${request.method} ${request.url}`,
    authorization,
    basic ? Buffer.from(basic, 'base64').toString() : '',
    cookie,
    body,
    decoded(body),
  ].join(' ');
}

function decoded(body: string): string {
  try {
    return decodeURIComponent(body);
  } catch {
    return '';
  }
}

function imapTalk(socket: Socket, hear: (text: string) => string): void {
  socket.on('error', () => {});
  socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] ready\r\n');
  lines(socket, line => {
    hear(`imap: ${line}`);
    const [tag = '*', command = ''] = line.split(' ');
    if (/^(LOGIN|AUTHENTICATE)$/i.test(command)) {
      const said = hear(`${line} ${pieces(line)}`);
      socket.write(`${tag} NO [AUTHENTICATIONFAILED] refused ${oneLine(said)}\r\n`);
    } else if (/^LOGOUT$/i.test(command)) socket.end(`* BYE\r\n${tag} OK bye\r\n`);
    else socket.write(`${tag} OK done\r\n`);
  });
}

function smtpTalk(socket: Socket, hear: (text: string) => string): void {
  socket.on('error', () => {});
  socket.write('220 echo ESMTP\r\n');
  lines(socket, line => {
    if (/^EHLO/i.test(line)) socket.write('250-echo\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n');
    else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
    else {
      const said = hear(`${line} ${pieces(line)}`);
      socket.write(`535 5.7.8 refused ${oneLine(said)}\r\n`);
    }
  });
}

/** The words of a line that are base64, in clear. */
function pieces(line: string): string {
  return line
    .split(' ')
    .map(each => Buffer.from(each, 'base64').toString('latin1').replaceAll('\0', ' '))
    .join(' ');
}

function lines(socket: Socket, take: (line: string) => void): void {
  let rest = '';
  socket.on('data', chunk => {
    rest += chunk.toString('latin1');
    for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
      const line = rest.slice(0, at);
      rest = rest.slice(at + 2);
      take(line);
    }
  });
}
