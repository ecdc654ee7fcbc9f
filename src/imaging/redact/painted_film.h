// A film under boxes, as a file of its own or for the file that holds it.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/film/rewrite.h"
#include "imaging/mapped_file.h"
#include "imaging/redact/region.h"

#include <filesystem>
#include <span>

namespace medal::imaging::redact {

/// Paints the boxes on the pictures that they name and writes `output`. Throws base::Error
/// "redact.unsupported" or "redact.damaged" and leaves nothing behind then.
film::Rewritten write_painted_film(Bytes film, const std::filesystem::path& output,
                                   std::span<const Region> regions);

struct PaintedFilm {
    MappedFile file;
    film::Rewritten done;
};

/// The same; `beside` is written, and its name is gone when this returns. Throws as write_painted_film.
PaintedFilm painted_film(Bytes film, const std::filesystem::path& beside, std::span<const Region> regions);

}  // namespace medal::imaging::redact
