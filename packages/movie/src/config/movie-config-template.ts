/** What `proxx movie init` writes: every setting, each with what it does, none of them set. */
export const MOVIE_CONFIG_TEMPLATE = `# How movies are made. What is not set here is as the comments say; \`proxx schema movie-config\` has the schema.
# Keys of providers stand in the environment: PROXX_SCRIPT_API_KEY, OPENAI_API_KEY, ELEVENLABS_API_KEY.

# language: en                # default: what the source is written in
# seconds: 150                # about how long a movie is to be

# writer:                     # a model that writes the script; without one it is put together out of the source
#   base_url: http://127.0.0.1:11434/v1
#   model: llama3.3
#   grounded: true            # refuse numbers, dates and names that the source has not

# pictures: { model: "openai:gpt-image-1", style: flat illustration in muted colours }   # draws what slide_prompt asks for

# personas:                   # who speaks, where a model writes
#   - { id: mio, name: Mio, role: asks what a listener would ask, voice: espeak:en-gb, side: left }
#   - { id: ken, name: Ken, role: explains, voice: espeak:en-us, side: right }

# voice: espeak:en-gb         # who speaks where nobody else is named
# voices: { ja: "voicevox:3" }
# voicevox: { base_url: "http://127.0.0.1:50021" }

# theme: quiet                # \`proxx movie themes\` lists them
# brand: { accent: "#14508c", logo: logo.svg, logo_on_dark: logo-white.svg, fonts: [title.ttf, text.ttf] }
# brand_file: brand.yaml      # the same in a file of its own
# brands: { acme: acme.yaml } # brands by name, for --brand and for movies on a server
# size: 16:9                  # or 9:16, 1:1, 1280x720
# frame_rate: 30
# transition: fade            # slide, wipe, none
# subtitles: true             # drawn into the picture; the files .srt and .vtt lie beside it anyway
# subtitle_style: box         # or outline: no box; light: dark words in a light one
# highlight_words: true       # the word that is spoken stands out; default in upright frames
# progress_line: false
# intro: false                # a title card with the logo, before anybody speaks
# outro: false                # sources and credits at the end, where the script has none
# renderer: native            # remotion, where it is installed beside this file
# music: { path: music.mp3, below_decibels: 8 }
`;
