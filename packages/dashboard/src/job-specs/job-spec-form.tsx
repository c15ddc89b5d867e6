import { useSignal } from "@preact/signals";
import type { JobSpecChoices } from "@proxx/contract";
import { useId } from "preact/hooks";
import { client } from "../live/server.ts";
import { useLoaded } from "../parts/load.ts";
import { words } from "../words/words.ts";
import type { PlacedIssue } from "./issue-lines.ts";
import { containersFor, readSpec, sourcesOf, specText, withSpecText, writeSpec, type SpecField } from "./spec-form.ts";

interface JobSpecFormProps {
  text: string;
  issues: readonly PlacedIssue[];
  onText: (text: string) => void;
}

const RESOLUTIONS = ["same", "half", "quarter", "1920x1080", "1280x720"];
const RATES = [
  "preserve_source",
  ...["23_976", "24", "25", "29_97", "30", "50", "59_94", "60"].map((rate) => `force_${rate}`),
];

/** The JobSpec of the text beside it as fields: what is changed here stands there at once, and the other way round. */
export function JobSpecForm({ text, issues, onText }: JobSpecFormProps) {
  const { jobSpecs } = words.value;
  const choices = useLoaded((signal) => client.jobSpecs.choices({ signal }), "choices").value.value;
  const spec = readSpec(text, new Date());
  if (spec === null) return <p class="soft wide">{jobSpecs.formClosed}</p>;
  const field = {
    textOf: (name: SpecField) => specText(spec, name),
    isWrong: (name: SpecField) => issues.some(({ path }) => path === `$.${name}` || path.startsWith(`$.${name}[`)),
    write: (name: SpecField, value: string) => onText(writeSpec(withSpecText(spec, name, value, choices))),
  };
  const profile = choices?.profiles.find(({ name }) => name === spec["proxy_profile"]);
  return (
    <>
      <Sources field={field} />
      <Text field={field} name="output_dir" placeholder="/mnt/media/proxies" wide />
      <Text field={field} name="output_name_template" placeholder="{source_name}_proxy" wide />
      <Choice
        field={field}
        name="proxy_profile"
        of={(choices?.profiles ?? []).map(({ name }) => name)}
        about={profile === undefined ? undefined : `${profile.description} (${profile.rateControl})`}
        wide
      />
      <Choice field={field} name="codec" of={codecsOf(choices, profile?.codec ?? null)} />
      <Choice field={field} name="container" of={choices === undefined ? [] : containersFor(spec, choices)} />
      <Text field={field} name="resolution" placeholder={profile?.resolution ?? "same"} of={RESOLUTIONS} />
      <Text field={field} name="fps_mode" placeholder="preserve_source" of={RATES} />
      <Text field={field} name="job_id" placeholder={jobSpecs.made} />
      {(profile?.engine === "resolve" || field.textOf("resolve_preset") !== "") && (
        <Text field={field} name="resolve_preset" />
      )}
    </>
  );
}

interface FormField {
  textOf: (name: SpecField) => string;
  isWrong: (name: SpecField) => boolean;
  write: (name: SpecField, text: string) => void;
}

/** A line that is begun and empty is no source yet, though it is there to be written on. */
function Sources({ field }: { field: FormField }) {
  const { jobSpecs } = words.value;
  const typed = useSignal("");
  const written = field.textOf("sources");
  const isSame = sourcesOf(typed.value).join("\n") === written;
  return (
    <label class="wide">
      {jobSpecs.fields.sources}
      <textarea
        class="field mono"
        rows={2}
        placeholder="/mnt/media/card/A001.mov"
        spellcheck={false}
        aria-invalid={field.isWrong("sources")}
        value={isSame ? typed.value : written}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          field.write("sources", currentTarget.value);
        }}
      />
    </label>
  );
}

interface TextProps {
  field: FormField;
  name: SpecField;
  placeholder?: string;
  /** What is offered. */
  of?: readonly string[];
  wide?: boolean;
}

function Text({ field, name, placeholder, of, wide }: TextProps) {
  const { jobSpecs } = words.value;
  const list = useId();
  return (
    <label class={wide === true ? "wide" : undefined}>
      {jobSpecs.fields[name]}
      <input
        class="field mono"
        list={of === undefined ? undefined : list}
        placeholder={placeholder}
        spellcheck={false}
        autoCapitalize="off"
        aria-invalid={field.isWrong(name)}
        value={field.textOf(name)}
        onInput={({ currentTarget }) => field.write(name, currentTarget.value)}
      />
      {of !== undefined && (
        <datalist id={list}>
          {of.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </label>
  );
}

interface ChoiceProps extends Omit<TextProps, "placeholder"> {
  of: readonly string[];
  /** What the chosen one is. */
  about?: string | undefined;
}

function Choice({ field, name, of, about, wide }: ChoiceProps) {
  const { jobSpecs } = words.value;
  const described = useId();
  const chosen = field.textOf(name);
  // What the text says stands there, whether there is such a thing or not.
  const offered = of.some((one) => one === chosen) || chosen === "" ? of : [chosen, ...of];
  return (
    <>
      <label class={wide === true ? "wide" : undefined}>
        {jobSpecs.fields[name]}
        <select
          class="field mono"
          aria-invalid={field.isWrong(name)}
          aria-describedby={about === undefined ? undefined : described}
          value={chosen}
          onChange={({ currentTarget }) => field.write(name, currentTarget.value)}
        >
          {chosen === "" && <option value="">—</option>}
          {offered.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      {about !== undefined && (
        <p id={described} class="soft small about">
          {about}
        </p>
      )}
    </>
  );
}

/** The profile's own, where it has one. */
function codecsOf(choices: JobSpecChoices | undefined, own: string | null): readonly string[] {
  return own === null ? (choices?.codecs ?? []).map(({ name }) => name) : [own];
}
