import type { Artifact } from "@proxx/contract";
import { artifactUrl } from "../live/server.ts";
import { Icon } from "../parts/icon.tsx";
import { bytes, duration } from "../words/times.ts";
import { words } from "../words/words.ts";
import { Wave } from "./wave.tsx";

interface ArtifactFigureProps {
  artifact: Artifact;
  /** What the same job made: captions for a film are among it. */
  beside: readonly Artifact[];
  name: string;
  isChief?: boolean;
}

/** A file with a player, by what it was found to be. */
export function ArtifactFigure({ artifact, beside, name, isChief = false }: ArtifactFigureProps) {
  const { run } = words.value;
  const { kind, sha256, size, mediaType, width, height, fps } = artifact;
  const facts = [
    kind,
    width === null || height === null ? null : `${width} × ${height}`,
    fps === null ? null : `${Math.round(fps * 100) / 100} fps`,
    artifact.duration === null ? null : duration(artifact.duration * 1000),
    bytes(size),
  ].filter((fact) => fact !== null);
  return (
    <figure class={isChief ? "card file chief" : "card file"}>
      <Player artifact={artifact} beside={beside} name={name} />
      <figcaption>
        <strong class="cut">{name}</strong>
        <span class="soft numbers">{facts.join(" · ")}</span>
        <span class="soft cut mono" title={sha256}>
          {mediaType} · {sha256.slice(0, 12)}
        </span>
        <span>
          <a class="button" href={artifactUrl(sha256)} download>
            <Icon name="download" />
            {run.download}
          </a>
        </span>
      </figcaption>
    </figure>
  );
}

function Player({ artifact, beside, name }: { artifact: Artifact; beside: readonly Artifact[]; name: string }) {
  const { mediaType, sha256 } = artifact;
  const source = artifactUrl(sha256);
  if (mediaType.startsWith("video/")) {
    const captions = beside.find((one) => one.mediaType === "text/vtt");
    return (
      <div class="stage">
        <video controls preload="metadata" playsInline src={source} aria-label={name}>
          {captions !== undefined && <track default kind="captions" src={artifactUrl(captions.sha256)} />}
        </video>
      </div>
    );
  }
  if (mediaType.startsWith("audio/")) {
    return (
      <div>
        <Wave artifact={artifact} />
        <audio controls preload="metadata" src={source} aria-label={name} />
      </div>
    );
  }
  if (/^image\/(?:png|jpeg|webp|gif)$/.test(mediaType)) {
    return (
      <div class="stage">
        <img src={source} alt={name} loading="lazy" />
      </div>
    );
  }
  return (
    <div class="stage">
      <Icon name="sheet" />
    </div>
  );
}
