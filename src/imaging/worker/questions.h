// The questions that a sandboxed worker can be asked. Only their plain parts: what identifies travels in
// wire.h.
#pragma once

#include "imaging/burned_in/text_region.h"
#include "imaging/deid/deidentify.h"
#include "imaging/deid/profile.h"
#include "imaging/picture/render.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::worker {

enum class Task {
    inspect,
    open,
    rewrite,
    judge_text,
    scan_text,
    render,
    read_instance,
    thumbnail,
    fingerprint,
    deface,
    draw,
    read_head,
    find_faces,
    obscure_faces,
    prepare,
    tile,
    redact,
    scan_slide_text,
    portraits,
    prepare_slide,
    count_leaks,
};
BOOST_DESCRIBE_ENUM(Task, inspect, open, rewrite, judge_text, scan_text, render, read_instance, thumbnail,
                    fingerprint, deface, draw, read_head, find_faces, obscure_faces, prepare, tile, redact,
                    scan_slide_text, portraits, prepare_slide, count_leaks)

struct PathQuestion {
    std::string path;
};
BOOST_DESCRIBE_STRUCT(PathQuestion, (), (path))

struct FilesQuestion {
    std::vector<std::string> paths;
};
BOOST_DESCRIBE_STRUCT(FilesQuestion, (), (paths))

struct OpenOrder {
    std::string path;
    std::string unpack_to;
};
BOOST_DESCRIBE_STRUCT(OpenOrder, (), (path, unpack_to))

struct OpenQuestion {
    std::vector<OpenOrder> files;
};
BOOST_DESCRIBE_STRUCT(OpenQuestion, (), (files))

struct RewriteOrder {
    std::string path;
    std::string output_stem{};
    bool search_text = false;
    deid::Naming naming = deid::Naming::by_kind;
    std::optional<std::vector<deid::IndexedFile>> indexed{};
    std::vector<std::string> parts{};
};
BOOST_DESCRIBE_STRUCT(RewriteOrder, (), (path, output_stem, search_text, naming, indexed, parts))

/// Files of one patient.
struct RewriteQuestion {
    std::string context;
    std::vector<RewriteOrder> files;
};
BOOST_DESCRIBE_STRUCT(RewriteQuestion, (), (context, files))

struct ScanTextQuestion {
    std::string path;
    /// Where a copy with the identifiers painted over goes; empty for none.
    std::string blank_to;
};
BOOST_DESCRIBE_STRUCT(ScanTextQuestion, (), (path, blank_to))

struct ThumbnailQuestion {
    std::string path;
    std::optional<std::uint64_t> frame{};
    std::uint64_t longest_px = 0;
};
BOOST_DESCRIBE_STRUCT(ThumbnailQuestion, (), (path, frame, longest_px))

/// How many pictures.
struct CountAnswer {
    std::uint64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(CountAnswer, (), (count))

struct PrepareQuestion {
    std::string path;
    std::string rendition;
    std::int64_t longest_px = 0;
};
BOOST_DESCRIBE_STRUCT(PrepareQuestion, (), (path, rendition, longest_px))

struct PrepareSlideQuestion {
    std::vector<std::string> paths;
    std::int64_t longest_px = 0;
};
BOOST_DESCRIBE_STRUCT(PrepareSlideQuestion, (), (paths, longest_px))

struct TileQuestion {
    std::vector<std::string> paths;
    std::int64_t level = 0;
    std::int64_t column = 0;
    std::int64_t row = 0;
};
BOOST_DESCRIBE_STRUCT(TileQuestion, (), (paths, level, column, row))

struct RegionsAnswer {
    std::vector<burned_in::TextRegion> regions;
};
BOOST_DESCRIBE_STRUCT(RegionsAnswer, (), (regions))

/// Rows and columns of the whole picture; the PNG follows as bytes.
struct ThumbnailAnswer {
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
};
BOOST_DESCRIBE_STRUCT(ThumbnailAnswer, (), (rows, columns))

struct ErrorAnswer {
    std::string kind;
    std::string code;
    std::string message;
    std::string field;
    std::string hint;
};
BOOST_DESCRIBE_STRUCT(ErrorAnswer, (), (kind, code, message, field, hint))

}  // namespace medal::imaging::worker
