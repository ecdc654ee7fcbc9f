// How much each pixel looks like the stroke of a letter: brighter or darker than what surrounds it, measured
// against how far it could differ there, so that white letters stand out on fat as they do on air.
#pragma once

#include "imaging/picture/raster.h"

#include <vector>

#include <opencv2/core.hpp>

namespace medal::imaging::burned_in {

/// The picture as planes of grey in which overlaid colours stand out: the brightest channel; for pictures in
/// colour also the darkest one, where white letters stay bright and a Doppler map becomes dark, and green,
/// which parts cyan and yellow from red.
std::vector<cv::Mat> grey_planes(const picture::Raster& raster);

/// `mask` says where strokes are, `ink` (0 to 255) how dark they are printed for the recogniser.
struct Ink {
    cv::Mat mask;
    cv::Mat ink;
};

/// Inks of bright strokes, the likeliest first; for dark ones give the inverted plane. `widest_stroke` is
/// that of small type, in pixels.
std::vector<Ink> bright_inks(const cv::Mat& grey, int widest_stroke);

/// Inks of strokes drawn in one grey of which the picture holds far more than of its neighbours: letters on
/// tissue that is brighter here and darker there. Neither black nor white; mostly none.
std::vector<Ink> one_grey_inks(const picture::Raster& raster);

}  // namespace medal::imaging::burned_in
