/** A quiet sound of two tones, made here: nothing is fetched. Browsers allow one only after a press or a key. */

/** A third of what is loud; two soft tones, a fourth apart. */
const GAIN = 0.06;
const TONES_HZ = [660, 880];
const TONE_S = 0.16;

/** @returns plays it, where somebody has pressed something on this page before */
export function makeChime(): () => void {
  let audio: AudioContext | undefined;
  const ready = () => {
    try {
      audio ??= new AudioContext();
      // It rests until it is needed.
      audio.suspend();
    } catch {
      // A machine that has no sound.
    }
  };
  // Some browsers want it to be made during the press itself.
  for (const each of ['pointerup', 'keydown'])
    document.addEventListener(each, ready, { once: true, capture: true, passive: true });
  return () => {
    if (!audio && navigator.userActivation?.hasBeenActive) ready();
    audio?.resume().then(
      () => play(audio!),
      () => {},
    );
  };
}

function play(audio: AudioContext): void {
  const volume = audio.createGain();
  volume.connect(audio.destination);
  volume.gain.value = 0;
  TONES_HZ.forEach((hz, i) => {
    const from = audio.currentTime + i * TONE_S;
    const tone = audio.createOscillator();
    tone.frequency.value = hz;
    volume.gain.setTargetAtTime(GAIN, from, 0.01);
    volume.gain.setTargetAtTime(0, from + TONE_S / 2, 0.04);
    tone.connect(volume);
    tone.start(from);
    tone.stop(from + TONE_S * 2);
    if (i) tone.onended = () => audio.suspend();
  });
}
