package io.relocpy.bundle;
