// A video in a viewport: played by the browser, steered as a clip is. STU-41
import {
  IconAlertTriangle,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toViewerError } from '../errors';
import { clockText, frameAt, nextRate, rates, timeOf, timingOf } from '../film';
import type { Stack } from '../metadata';
import { useViewer } from './context';
import { Message, RetryButton } from './Message';
import { ToolButton } from './ToolButton';

type Answer = 'waiting' | 'playable' | 'unplayable' | 'unreachable';

interface VideoPaneProps {
  stack: Stack;
  pane: number;
  // What stands here when browsers cannot play it.
  otherwise: ReactNode;
}

// The server is asked first whether this is something that plays: a <video> tells nothing of an answer's status.
export function VideoPane({ stack, pane, otherwise }: VideoPaneProps) {
  const { t } = useTranslation('viewer');
  const { controller } = useViewer();
  const [answer, setAnswer] = useState<Answer>('waiting');
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let gone = false;
    controller
      .sourceOf(stack)
      .playable(stack)
      .then(
        (playable) => !gone && setAnswer(playable ? 'playable' : 'unplayable'),
        (error: unknown) => {
          // Whoever has lost the study reads that instead.
          if (!gone && toViewerError(error).kind !== 'access') setAnswer('unreachable');
        },
      );
    return () => {
      gone = true;
    };
  }, [controller, stack, attempt]);

  if (answer === 'waiting') return <p role="status">{t('loading')}</p>;
  if (answer === 'unplayable') return otherwise;
  const again = (): void => {
    setAnswer('waiting');
    setAttempt(attempt + 1);
  };
  if (answer === 'unreachable')
    return (
      <Message
        alert
        icon={<IconAlertTriangle size={32} />}
        title={t('unsupported.video')}
        text={t('video.broken')}
      >
        <RetryButton onClick={again} />
      </Message>
    );
  return <Player stack={stack} pane={pane} onBroken={() => setAnswer('unplayable')} onLost={again} />;
}

interface PlayerProps {
  stack: Stack;
  pane: number;
  onBroken: () => void;
  onLost: () => void;
}

function Player({ stack, pane, onBroken, onLost }: PlayerProps) {
  const { controller } = useViewer();
  const place = useRef<HTMLVideoElement>(null);
  const [duration, setDuration] = useState<number | undefined>(undefined);
  const [now, setNow] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [rate, setRate] = useState(1);
  const timing = timingOf(stack.object ?? {}, duration);
  const frame = frameAt(now, timing);
  const shown = useRef({ timing, rate });
  useEffect(() => {
    shown.current = { timing, rate };
  });

  const seek = (seconds: number): void => {
    const video = place.current;
    if (!video) return;
    video.currentTime = seconds;
    setNow(seconds);
  };
  const setSpeed = (value: number): void => {
    if (place.current) place.current.playbackRate = value;
    setRate(value);
  };
  const film = useRef({
    toggle: () => {
      const video = place.current;
      if (!video) return;
      if (!video.paused) video.pause();
      else void video.play().catch(() => undefined);
    },
    step: (frames: number) => {
      const video = place.current;
      if (!video) return;
      video.pause();
      const { timing: of } = shown.current;
      seek(timeOf(frameAt(video.currentTime, of) + frames, of));
    },
    goTo: (end: 'first' | 'last') => {
      const { timing: of } = shown.current;
      place.current?.pause();
      seek(timeOf(end === 'first' ? 1 : of.frames, of));
    },
    changeSpeed: (step: 1 | -1) => setSpeed(nextRate(shown.current.rate, step)),
  });

  useEffect(() => controller.films.put(pane, film.current), [controller, pane]);

  // Nothing of the video stays in memory, and no request goes on, once it is away.
  useEffect(() => {
    const video = place.current;
    if (!video) return undefined;
    video.src = `${stack.url}/rendered`;
    return () => {
      video.pause();
      video.removeAttribute('src');
      video.load();
    };
  }, [stack.url]);

  // The clock runs with the pictures.
  useEffect(() => {
    if (!playing) return undefined;
    let request = 0;
    const tick = (): void => {
      setNow(place.current?.currentTime ?? 0);
      request = requestAnimationFrame(tick);
    };
    request = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(request);
  }, [playing]);

  const failed = (): void => {
    // A stream that breaks off is asked for anew: the answer tells whether the right to it has ended.
    if (place.current?.error?.code === MediaError.MEDIA_ERR_NETWORK) onLost();
    else onBroken();
  };
  return (
    <div
      className="pv-film"
      data-testid="film"
      data-frame={frame}
      data-frames={timing.frames}
      data-playing={playing}
    >
      {/* Recordings of examinations have no captions. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={place}
        className="pv-video"
        preload="metadata"
        playsInline
        disablePictureInPicture
        data-testid="video"
        onClick={() => film.current.toggle()}
        onLoadedMetadata={(event) => setDuration(event.currentTarget.duration)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setNow(event.currentTarget.currentTime)}
        onError={failed}
      />
      <Controls
        playing={playing}
        now={now}
        duration={duration ?? timing.frames * timing.seconds}
        frame={frame}
        frames={timing.frames}
        rate={rate}
        onToggle={() => film.current.toggle()}
        onStep={(frames) => film.current.step(frames)}
        onSeek={(to) => {
          place.current?.pause();
          seek(timeOf(to, timing));
        }}
        onRate={setSpeed}
      />
    </div>
  );
}

interface ControlsProps {
  playing: boolean;
  now: number;
  duration: number;
  frame: number;
  frames: number;
  rate: number;
  onToggle: () => void;
  onStep: (frames: number) => void;
  onSeek: (frame: number) => void;
  onRate: (rate: number) => void;
}

function Controls(props: ControlsProps) {
  const { t } = useTranslation('viewer');
  const { playing, now, duration, frame, frames, rate } = props;
  return (
    <div className="pv-film-bar" role="group" aria-label={t('video.controls')}>
      <ToolButton
        icon={<IconPlayerSkipBack size={20} />}
        label={t('video.back')}
        shortcut="←"
        testId="film-back"
        onClick={() => props.onStep(-1)}
      />
      <ToolButton
        icon={playing ? <IconPlayerPause size={20} /> : <IconPlayerPlay size={20} />}
        label={playing ? t('action.pause') : t('action.play')}
        shortcut="Space"
        testId="film-play"
        onClick={props.onToggle}
      />
      <ToolButton
        icon={<IconPlayerSkipForward size={20} />}
        label={t('video.on')}
        shortcut="→"
        testId="film-on"
        onClick={() => props.onStep(1)}
      />
      <input
        type="range"
        className="pv-film-scrub"
        min={1}
        max={frames}
        step={1}
        value={frame}
        aria-label={t('video.scrub')}
        aria-valuetext={t('video.frame', { frame, frames })}
        data-testid="film-scrub"
        onChange={(event) => props.onSeek(Number(event.target.value))}
      />
      <span className="pv-film-time">
        {clockText(Math.min(now, duration))} / {clockText(duration)}
      </span>
      <span className="pv-film-time pv-quiet" data-testid="film-frame">
        {t('video.frame', { frame, frames })}
      </span>
      <select
        className="pv-speed"
        aria-label={t('video.speed')}
        title={t('video.speed')}
        data-testid="film-speed"
        value={rate}
        onChange={(event) => props.onRate(Number(event.target.value))}
      >
        {rates.map((value) => (
          <option key={value} value={value}>
            {t('video.times', { value })}
          </option>
        ))}
      </select>
    </div>
  );
}
