// Films as pictures one after the other: MP4, MOV, Matroska and WebM through libav, from bytes in memory, the
// video only. Foreign bytes: runs in the sandbox (worker/crew.h).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/film/placement.h"
#include "imaging/picture/raster.h"

#include <memory>
#include <optional>

struct AVFrame;
struct AVStream;

namespace medal::imaging::film {

/// `key`: only those that stand alone, which takes a small part of the time.
enum class Pictures { all, key };

class Reader {
  public:
    /// Throws base::Error "imaging.decode".
    explicit Reader(Bytes file, Pictures pictures = Pictures::all);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// False at the end. What is damaged beyond decoding is left out, as players do.
    bool next();
    /// On the film's own clock; nullopt where it does not say.
    std::optional<std::int64_t> time() const;
    /// Pictures a second, as the file says; 0 where it does not.
    double rate() const;
    /// How many pictures there should be, as the file says; 0 where it does not.
    std::uint64_t expected() const;
    /// As it is shown.
    std::uint64_t width() const { return placement().shown_width(); }
    std::uint64_t height() const { return placement().shown_height(); }
    Placement placement() const;
    /// How often the decoder met something that it could not decode, up to now.
    std::uint64_t damaged() const;

    /// The picture that `next` went to, as it is shown, made smaller so that its longer side has at most
    /// `longest_px`.
    picture::Raster picture(std::size_t longest_px);

    /// For the writer.
    AVFrame* frame();
    AVStream* stream();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace medal::imaging::film
