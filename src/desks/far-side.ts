/** Errors of a desk's far side: refused, or silent. */

/** It said no: nothing was done. */
export class FarRefusal extends Error {
  override name = 'FarRefusal';
  /** The installation itself has ended: no call will do any more until somebody installs it again. */
  get signedOut(): boolean {
    return false;
  }
}

/** It failed, or the connection broke, after the call may have been carried out. */
export class FarSilence extends Error {
  override name = 'FarSilence';
}
