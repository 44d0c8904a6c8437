/**
 * Explains why Microsoft refused a token, and what to do about it. Pure. The codes are those of "Microsoft Entra
 * authentication and authorization error codes" (learn.microsoft.com/entra/identity-platform/reference-error-codes).
 */

interface TokenTrouble {
  /** What is wrong and what to do, in whole sentences; never the secret. */
  words: string;
  /** True: an admin has to act, asking again changes nothing. False: it passes. */
  lasts: boolean;
}

const APP = 'in the Microsoft Entra admin center (entra.microsoft.com), under App registrations';
const NEW_SECRET = `Make a new one ${APP}, "Certificates & secrets", put its Value into TEAMS_CLIENT_SECRET (in .env, or in the file that TEAMS_CLIENT_SECRET_FILE names, Deskhand picks it up within ten seconds; elsewhere restart it)`;

const LASTING: Record<string, string> = {
  7000222: `The client secret in TEAMS_CLIENT_SECRET has expired. ${NEW_SECRET}.`,
  7000215: `TEAMS_CLIENT_SECRET is not a secret of this app; often it is the Secret ID, or part of it was not copied. ${NEW_SECRET}.`,
  70002: `TEAMS_CLIENT_SECRET is not a secret of this app. ${NEW_SECRET}.`,
  7000216: `Microsoft received no client secret. ${NEW_SECRET}.`,
  7000218: `Microsoft received no client secret. ${NEW_SECRET}.`,
  700025: `The app is set as a public client, which has no secret. Set "Allow public client flows" to No ${APP}, Authentication.`,
  700016: `There is no app with the id in TEAMS_CLIENT_ID in the tenant TEAMS_TENANT_ID. Compare both with "Application (client) ID" and "Directory (tenant) ID" in the Overview of the app ${APP}; the Object ID is neither.`,
  700011:
    'There is no app with the id in TEAMS_CLIENT_ID in the tenant TEAMS_TENANT_ID. Compare both with the Overview of the app in Microsoft Entra.',
  70001: `The app in TEAMS_CLIENT_ID is disabled. Enable it ${APP}, or under Enterprise applications, Properties.`,
  7000112:
    'The app in TEAMS_CLIENT_ID is disabled in this tenant. In the Microsoft Entra admin center open Enterprise applications, the app, Properties, and set "Enabled for users to sign-in" to Yes.',
  7000229:
    'The app is registered, but the tenant does not have it under Enterprise applications. Its administrator adds it once: az ad sp create --id <TEAMS_CLIENT_ID>, or New-MgServicePrincipal -AppId <TEAMS_CLIENT_ID>.',
  90002: `Microsoft knows no tenant with the id in TEAMS_TENANT_ID. Copy "Directory (tenant) ID" from the Overview of the app ${APP}.`,
  900023: `TEAMS_TENANT_ID does not name a tenant. Copy "Directory (tenant) ID" from the Overview of the app ${APP}.`,
  50194:
    "The app is registered for one tenant only, and TEAMS_TENANT_ID names another. Put the app's own tenant there, alone or first.",
  90038: 'This tenant is in another cloud of Microsoft (US Government or China), which Deskhand does not support.',
  900382: 'This tenant is in another cloud of Microsoft (US Government or China), which Deskhand does not support.',
  53003:
    'A Conditional Access policy of the tenant does not let this app sign in from here. Its administrator finds the policy under Sign-in logs, Service principal sign-ins, and can exclude the app or allow the address of this server.',
  530032: 'A security policy of the tenant does not let this app sign in. Its administrator has to allow it.',
  530035: 'The security defaults of the tenant do not let this app sign in. Its administrator has to allow it.',
  65001: `The administrator of the tenant has not consented to this app. Open it ${APP}, "API permissions", and press "Grant admin consent".`,
  501051:
    'The app may only be used by those who are assigned to it. In the Microsoft Entra admin center open Enterprise applications, the app, Properties, and set "Assignment required?" to No.',
};

/** Microsoft's own: too busy, in maintenance, timed out. */
const PASSING = new Set(['90006', '90012', '90024', '90033', '90055', '90090', '50196', '70012']);

/** @param said the error of a token request, as Microsoft or the SDK words it */
export function tokenTrouble(said: string): TokenTrouble {
  const code = /AADSTS(\d{4,8})/.exec(said)?.[1];
  if (code && LASTING[code]) return { words: `${LASTING[code]} (AADSTS${code})`, lasts: true };
  if (code && !PASSING.has(code))
    return {
      words: `Microsoft refuses to let the app in TEAMS_CLIENT_ID sign in (AADSTS${code}). What that means: https://login.microsoftonline.com/error?code=${code}`,
      lasts: true,
    };
  if (code)
    return { words: `Microsoft cannot give a token right now (AADSTS${code}); it is tried again.`, lasts: false };
  if (/\b(unauthorized_client|invalid_client)\b/.test(said))
    return {
      words:
        'Microsoft does not accept TEAMS_CLIENT_ID with TEAMS_CLIENT_SECRET. Compare them with the app in Microsoft Entra.',
      lasts: true,
    };
  return {
    words: `Microsoft's sign-in cannot be reached, or does not answer as expected. Check that this server can open https://login.microsoftonline.com. Deskhand keeps trying.`,
    lasts: false,
  };
}
