// What the parts of the crew share: how a question is put, and how much processor time a file may take.
// Internal to the crew.
#pragma once

#include "imaging/worker/crew.h"
#include "imaging/worker/questions.h"

#include <string>
#include <string_view>

namespace medal::imaging::worker {

/// Of processor time: what any file may take, and what its size earns it.
constexpr std::uint64_t kScanTime_ms = 1'500, kWorkTime_ms = 20'000, kDrawTime_ms = 5'000,
                        kBytesPerMs = 50'000, kPackedBytesPerMs = 10'000;
/// Of a series, read twice.
constexpr std::uint64_t kSliceTime_ms = 100;
/// To search the pictures of a slide for text.
constexpr std::uint64_t kSlideTime_ms = 60'000;
/// Of a film or photograph that is searched for faces; writing a film takes so many times as long.
constexpr std::uint64_t kFilmTime_ms = 120'000, kFilmBytesPerMs = 50, kMostFilmTime_ms = 900'000,
                        kFilmWriting = 3;
/// Of a DICOMDIR: the header of each file that it lists.
constexpr std::uint64_t kIndexedFile_ms = 5;
/// A film may have to be encoded anew: at most three hours of processor time, for the largest ones.
constexpr std::uint64_t kShownBytesPerMs = 200, kMostShownTime_ms = 3 * 3'600'000;
/// A slide that is written anew: decoded and encoded as JPEG.
constexpr std::uint64_t kSlideBytesPerMs = 300;
constexpr std::uint64_t kTileTime_ms = 10'000;

std::uint64_t film_time_ms(const Place& place);
/// Of a file that is searched for text and perhaps painted: a film is decoded and may be encoded anew, and
/// DICOM may hold one.
std::uint64_t searching_time_ms(const Place& place);

[[noreturn]] void throw_failed(sandbox::Outcome outcome);

struct Crew::Asked {
    Task task;
    std::string question;
    std::uint64_t cpu_ms = 0;
    std::string_view context_key{};
    std::string_view context{};
};

}  // namespace medal::imaging::worker
