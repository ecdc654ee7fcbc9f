// Every bound that foreign bytes are held to, in one place. docs/imaging.md states them for the reader.
#pragma once

#include <cstddef>
#include <cstdint>

namespace medal::imaging {

inline constexpr std::uint64_t kMaxFileBytes = 64ULL << 30;

inline constexpr std::size_t kMaxDepth = 32;
inline constexpr std::size_t kMaxElements = 4'000'000;
/// Elements of one data set or one item; real ones have a few hundred, raw vendor dumps a few thousand.
inline constexpr std::size_t kMaxElementsOfOneItem = 20'000;

inline constexpr std::uint64_t kMaxInflatedBytes = 2ULL << 30;
/// Zlib reaches 1032; an image of medical noise stays under 10.
inline constexpr std::uint64_t kMaxInflateRatio = 100;
/// Below this size the ratio is not judged.
inline constexpr std::uint64_t kInflateRatioGraceBytes = 16ULL << 20;

inline constexpr std::uint64_t kMaxFramePixels = 1ULL << 30;
inline constexpr std::uint64_t kMaxRasterPixels = 250'000'000;
/// Decoded bytes of one frame: what rendering or a fingerprint holds at once.
inline constexpr std::uint64_t kMaxFrameBytes = 512ULL << 20;
/// Run-length coding reaches 64; a frame beyond this ratio and size is not a picture of anything.
inline constexpr std::uint64_t kMaxRleRatio = 48;
inline constexpr std::uint64_t kRleRatioGraceBytes = 16ULL << 20;

/// Codestreams of nothing reach any ratio; a picture so large that shows nothing is not decoded.
inline constexpr std::uint64_t kMaxCodestreamRatio = 10'000;
/// Zlib reaches 1032, and only for a picture of one colour.
inline constexpr std::uint64_t kMaxRasterRatio = 500;
inline constexpr std::uint64_t kPictureRatioGraceBytes = 64ULL << 20;

inline constexpr std::size_t kMaxArchiveEntries = 100'000;
inline constexpr std::size_t kMaxEmptyArchiveEntries = 1'000;
inline constexpr std::uint64_t kMaxArchiveBytes = 64ULL << 30;

}  // namespace medal::imaging
